import { day, hour, second } from '../../auth/clock.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Context } from '../../served/api.ts'
import type { Issued, NewSecret, Secret, Secrets } from '../../store/secrets.ts'
import { idToken, type Login } from './id-token.ts'
import type { Policy } from './policy.ts'
import { notCached } from './refused.ts'
import { grantedScopes } from './scopes.ts'

/** The kinds of the ledger. An access token is a credential like any other that a client presents. */
export const kinds = { access: 'credential', refresh: 'refresh-token', code: 'authorization-code' } as const

const accessLifetime = hour
const refreshLifetime = 30 * day

/** The client and the user that tokens are issued to, and their scopes. */
interface Holder {
  readonly client: string
  readonly subject?: string
  readonly scopes: readonly string[]
  /** What they descend from. */
  readonly family?: string
}

/** A client's own access token, which nothing refreshes (RFC 6749, 4.4.3). */
export async function issueAccessToken(secrets: Secrets, holder: Holder, policy: Policy): Promise<readonly Issued[]> {
  return [await secrets.issue(accessToken(holder, policy))]
}

/** The refresh token and the access token of a login: one family, which ends as one. Call it within a unit. */
export async function issueFamily(secrets: Secrets, holder: Holder, policy: Policy): Promise<readonly Issued[]> {
  const refresh = await secrets.issue(refreshToken(holder, policy, refreshLifetime))
  return [refresh, await secrets.issue(accessToken({ ...holder, family: refresh.secret.family }, policy))]
}

/**
 * What takes the place of a refresh token. It keeps its scopes, whatever those of the access token (RFC 6749, 6), and
 * cannot outlive the family's end.
 */
export function successors(
  secret: Secret,
  scopes: readonly string[],
  policy: Policy,
  { clock }: Pick<Context, 'clock'>,
): readonly NewSecret[] {
  const { client = '', subject, expires } = secret
  const holder = { client, ...(subject !== undefined && { subject }) }
  const left = expires === undefined ? refreshLifetime : expires - clock()
  return [
    refreshToken({ ...holder, scopes: grantedScopes(secret) }, policy, left),
    accessToken({ ...holder, scopes }, policy),
  ]
}

function accessToken(holder: Holder, policy: Policy): NewSecret {
  return { ...common(holder, policy), kind: kinds.access, lifetime: accessLifetime }
}

function refreshToken(holder: Holder, policy: Policy, lifetime: number): NewSecret {
  return { ...common(holder, policy), kind: kinds.refresh, lifetime }
}

function common({ scopes, ...holder }: Holder, { schemes }: Policy): Omit<NewSecret, 'kind'> {
  return { ...holder, data: { schemes, scopes } }
}

/** The answer of the token endpoint (RFC 6749, 5.1; OpenID Connect Core 1.0, 3.1.3.3). */
export async function tokenReply(issued: readonly Issued[], context: Context, login?: Login): Promise<Reply> {
  const access = issued.find(({ secret }) => secret.kind === kinds.access)
  const refresh = issued.find(({ secret }) => secret.kind === kinds.refresh)
  if (!access) throw new TypeError('No access token was issued')
  const scopes = grantedScopes(access.secret)
  const isOpenId = login !== undefined && scopes.includes('openid')
  const body = {
    access_token: access.plain,
    token_type: 'Bearer',
    expires_in: accessLifetime / second,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(refresh && { refresh_token: refresh.plain }),
    ...(isOpenId && { id_token: await idToken(login, { ...access, lifetime: accessLifetime }, context) }),
  }
  return { status: 200, headers: notCached, body }
}

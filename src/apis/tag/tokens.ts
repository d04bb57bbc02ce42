import { day, second } from '../../auth/clock.ts'
import type { Issued, NewSecret, Secret, Secrets } from '../../store/secrets.ts'
import type { TagContext, TokenOutcome } from './handlers.ts'

/** Seconds that an access token lives: exactly an hour (TG-03, TG-46). */
const expiresIn = 3600

/** What descends from one login ends after 30 days, or 14 without use (TG-37). */
const familyLifetime = 30 * day
const idleLifetime = 14 * day

/** Whose tokens: a client's, or a user's by way of one. */
type Holder = Pick<NewSecret, 'client' | 'subject'>

/** A client's access token, which nothing refreshes (TG-05). */
export async function issueAccessToken(holder: Holder, { store }: TagContext): Promise<readonly Issued[]> {
  return [await store.secrets.issue(accessToken(holder))]
}

/** The refresh token and the access token of a user's login: one family, which ends as one (TG-07, TG-65). To be called within a unit. */
export async function issueFamily(secrets: Secrets, holder: Holder): Promise<readonly Issued[]> {
  const refresh = await secrets.issue(refreshToken(holder, familyLifetime))
  const access = await secrets.issue({ ...accessToken(holder), family: refresh.secret.family })
  return [refresh, access]
}

/** What takes the place of a refresh token: it cannot outlive the family's end. */
export function successors({ client, subject, expires }: Secret, { clock }: TagContext): readonly NewSecret[] {
  const holder = { ...(client !== undefined && { client }), ...(subject !== undefined && { subject }) }
  const left = expires === undefined ? familyLifetime : expires - clock()
  return [refreshToken(holder, left), accessToken(holder)]
}

function accessToken(holder: Holder): NewSecret {
  return { ...holder, kind: 'access-token', lifetime: expiresIn * second }
}

function refreshToken(holder: Holder, lifetime: number): NewSecret {
  return { ...holder, kind: 'refresh-token', lifetime, idle: idleLifetime }
}

/** The documented answer (TG-05, TG-07, TG-29); stock OAuth clients, which send forms, refuse a scope that is null (TG-38, TG-43). */
export function tokenResponse(issued: readonly Issued[], isForm: boolean): TokenOutcome {
  const plain = (kind: string) => issued.find(({ secret }) => secret.kind === kind)?.plain
  const refresh = plain('refresh-token')
  return {
    status: 200,
    headers: { Pragma: 'no-cache' },
    body: {
      access_token: plain('access-token') ?? '',
      expires_in: expiresIn,
      token_type: 'bearer',
      ...(!isForm && { scope: null }),
      ...(refresh !== undefined && { refresh_token: refresh }),
    },
  }
}

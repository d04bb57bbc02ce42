import type { Context } from '../../apis/api.ts'
import { second } from '../../auth/clock.ts'
import { signJwt } from '../../auth/jwt.ts'
import { newSecret } from '../../auth/secret.ts'
import type { Issued, NewSecret, Secrets } from '../../store/secrets.ts'
import { basicPair } from '../carrier.ts'
import { type CredentialData, credentialKind } from '../credential-reader.ts'
import { outputOf, refreshLifetime, type ServedWay } from './way-rules.ts'

export const refreshKind = 'refresh-token'

/** Whose credentials are issued. */
export interface Holder {
  readonly subject?: string
  readonly client?: string
}

/** What one way issued. */
export interface IssuedByWay {
  readonly way: ServedWay
  readonly credential: Issued
  readonly refresh: Issued | undefined
}

/** Issues the credentials of a login, with the scopes that were asked for: one by each way, and a refresh token where it can be renewed. */
export async function issueFor(
  ways: readonly ServedWay[],
  holder: Holder,
  asked: readonly string[] | undefined,
  secrets: Secrets,
  context: Context,
): Promise<readonly IssuedByWay[]> {
  const issued: IssuedByWay[] = []
  for (const way of ways) {
    const id = context.random(16).toString('hex')
    const granted = asked ? way.scopes.filter((scope) => asked.includes(scope)) : way.scopes
    const refresh = canRenew(way)
      ? await secrets.issue({ ...refreshToken(way, holder, granted, refreshLifetime), id })
      : undefined
    const family = refresh ? { id, family: refresh.secret.family } : { id }
    const credential = await secrets.issue({ ...(await newCredential(way, holder, granted, context)), ...family })
    issued.push({ way, credential, refresh })
  }
  return issued
}

export function canRenew(way: ServedWay): boolean {
  return way.renew !== undefined && outputOf(way, 'refresh') !== undefined
}

/** What a refresh token keeps of its login. */
export interface RefreshData extends CredentialData {
  readonly way: string
}

export function refreshToken(way: ServedWay, holder: Holder, scopes: readonly string[], lifetime: number): NewSecret {
  const data: RefreshData = { ...dataOf(way, scopes), way: way.name }
  return { ...holder, kind: refreshKind, lifetime, data: { ...data } }
}

/** A credential that is not issued yet. What expires by the second says so to the second. */
export async function newCredential(
  way: ServedWay,
  holder: Holder,
  scopes: readonly string[],
  context: Context,
): Promise<NewSecret> {
  const data = { ...dataOf(way, scopes) }
  const base = { ...holder, kind: credentialKind, lifetime: way.lifetime, data }
  if (typeof way.send === 'object')
    return { ...base, secret: basicPair(holder.subject ?? '', newSecret(context.random)) }
  if (!way.isJwt) return base
  const iat = Math.trunc(context.clock() / second)
  const exp = iat + Math.trunc(way.lifetime / second)
  const { place, keys, random } = context
  const claims = {
    sub: holder.subject ?? holder.client ?? '',
    iat,
    exp,
    jti: random(16).toString('base64url'),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  }
  const rules = { key: await keys.hmacKey(`${place.api} credential`), issuer: place.api, audience: place.api }
  return { ...base, lifetime: exp * second - context.clock(), secret: await signJwt(claims, rules) }
}

function dataOf({ schemes }: ServedWay, scopes: readonly string[]): CredentialData {
  return { schemes, scopes }
}

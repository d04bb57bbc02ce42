import { day } from '../../auth/clock.ts'
import { newSecret } from '../../auth/secret.ts'
import type { Context } from '../../served/api.ts'
import type { Issued, NewSecret, Secrets } from '../../store/secrets.ts'
import { credentialJwt } from '../credential-jwt.ts'
import type { CredentialData } from '../credential-reader.ts'
import { basicText } from './basic-text.ts'
import { credentialKind } from './way-life.ts'
import { outputOf, type ServedWay } from './way-rules.ts'

export const refreshKind = 'refresh-token'

/** A JWT has to say when it expires. */
const longestOfJwt = 100 * 365 * day

/** What credentials are made with, of one API in one world. */
export type IssuingContext = Pick<Context, 'clock' | 'keys' | 'random' | 'store'>

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
  context: IssuingContext,
): Promise<readonly IssuedByWay[]> {
  const issued: IssuedByWay[] = []
  const newId = () => context.random(16).toString('hex')
  // What was issued together ends together. A renewal ends all of its family, so what can be renewed has one of its own.
  const shared = ways.some(canRenew) ? undefined : newId()
  for (const way of distinct(ways)) {
    const id = newId()
    const family = shared ?? id
    const granted = asked ? way.scopes.filter((scope) => asked.includes(scope)) : way.scopes
    const refresh = canRenew(way)
      ? await secrets.issue({ ...refreshToken(way, holder, granted, way.life.refresh.lifetime), id, family })
      : undefined
    const credential = await secrets.issue({ ...(await newCredential(way, holder, granted, context)), id, family })
    issued.push({ way, credential, refresh })
  }
  return issued
}

/** One credential may be that of several schemes. */
function distinct(ways: readonly ServedWay[]): readonly ServedWay[] {
  const byPlace = Map.groupBy(ways, (way) => outputOf(way, 'credential') ?? way.name)
  return [...byPlace.values()].flatMap(([first]) => first ?? [])
}

function canRenew(way: ServedWay): boolean {
  return way.renew !== undefined && outputOf(way, 'refresh') !== undefined
}

/** What a refresh token keeps of its login. */
export interface RefreshData extends CredentialData {
  readonly way: string
}

export function refreshToken(
  way: ServedWay,
  holder: Holder,
  scopes: readonly string[],
  lifetime: number | undefined,
): NewSecret {
  const data: RefreshData = { schemes: way.schemes, scopes, way: way.name }
  return { ...holder, kind: refreshKind, ...(lifetime !== undefined && { lifetime }), data: { ...data } }
}

/** A credential that is not issued yet. What expires by the second says so to the second. */
export async function newCredential(
  way: ServedWay,
  holder: Holder,
  scopes: readonly string[],
  context: IssuingContext,
): Promise<NewSecret> {
  const data: CredentialData = { schemes: way.schemes, scopes }
  const { lifetime, form } = way.life.credential
  const base = { ...holder, kind: credentialKind, ...(lifetime !== undefined && { lifetime }), data: { ...data } }
  if (typeof way.send === 'object')
    return { ...base, secret: basicText(way.send, newSecret(context.random), holder.subject ?? '') }
  if (typeof form === 'string' || !('jwt' in form)) return base
  const subject = holder.subject ?? holder.client ?? ''
  return {
    ...base,
    ...(await credentialJwt(
      { api: context.store.scope.api, subject, scopes, lifetime: lifetime ?? longestOfJwt },
      context,
    )),
  }
}

import type { Account } from '../../store/account.ts'
import type { Issued, NewSecret, Secrets } from '../../store/secrets.ts'
import type { CredentialData } from '../caller.ts'
import { basicPair } from '../carrier.ts'
import { isKeptWhole } from './basic-pair.ts'
import { type IssuingContext, newText } from './form.ts'
import { makeRoom, roomOf } from './room.ts'
import { sealedData } from './sealed.ts'
import type { TokenLife } from './way-life.ts'
import { outputOf, type ServedWay } from './way-rules.ts'

export type { IssuingContext } from './form.ts'

/** Whose credentials are issued. */
export interface Holder {
  readonly subject?: string
  readonly client?: string
  /** What a JWT says of the subject. */
  readonly account?: Account
}

/** What one way issued. */
export interface IssuedByWay {
  readonly way: ServedWay
  readonly credential: Issued
  readonly refresh: Issued | undefined
}

/** What one way issues, made before the store is asked for anything. */
export interface Prepared {
  readonly way: ServedWay
  readonly credential: NewSecret
  readonly refresh: NewSecret | undefined
}

/** Issues the credentials of a login, with the scopes that were asked for: one by each way, and a refresh token where it can be renewed. */
export async function issueFor(
  ways: readonly ServedWay[],
  holder: Holder,
  asked: readonly string[] | undefined,
  secrets: Secrets,
  context: IssuingContext,
): Promise<readonly IssuedByWay[]> {
  return issuePrepared(await prepare(ways, holder, asked, context), secrets)
}

/** Makes what the ways issue. Signing takes a while, in which no unit of the store should be open. */
export async function prepare(
  ways: readonly ServedWay[],
  holder: Holder,
  asked: readonly string[] | undefined,
  context: IssuingContext,
): Promise<readonly Prepared[]> {
  const newId = () => context.random(16).toString('hex')
  // What was issued together ends together. A renewal ends all of its family, so what can be renewed has one of its own.
  const shared = ways.some(canRenew) ? undefined : newId()
  return Promise.all(
    distinct(ways).map(async (way) => {
      const id = newId()
      const granted = asked ? way.scopes.filter((scope) => asked.includes(scope)) : way.scopes
      // Both have one name, so that making room for a further login ends both of the oldest.
      const both = { id, family: shared ?? id, ...roomOf(way, holder.subject) }
      const refresh = canRenew(way) ? { ...(await newRefresh(way, holder, granted, context)), ...both } : undefined
      return { way, refresh, credential: { ...(await newCredential(way, holder, granted, context)), ...both } }
    }),
  )
}

/** Issues what was made, within a unit. */
export async function issuePrepared(prepared: readonly Prepared[], secrets: Secrets): Promise<readonly IssuedByWay[]> {
  const issued: IssuedByWay[] = []
  for (const { way, credential, refresh } of prepared) {
    await makeRoom(way, credential.subject, secrets)
    const refreshed = refresh && (await secrets.issue(refresh))
    issued.push({ way, credential: await secrets.issue(credential), refresh: refreshed })
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

/** A refresh token that is not issued yet; `lifetime` is what is left of its login. */
export function newRefresh(
  way: ServedWay,
  holder: Holder,
  scopes: readonly string[],
  context: IssuingContext,
  lifetime = way.life.refresh.lifetime,
): Promise<NewSecret> {
  return newSecretOf(way, { ...way.life.refresh, lifetime }, { holder, scopes }, context)
}

/** A credential that is not issued yet; a given one, or a new one. */
export async function newCredential(
  way: ServedWay,
  holder: Holder,
  scopes: readonly string[],
  context: IssuingContext,
  given?: string,
): Promise<NewSecret> {
  const made = await newSecretOf(way, way.life.credential, { holder, scopes }, context)
  const { subject = '' } = holder
  const secret = given ?? (isKeptWhole(way) ? basicPair(subject, made.secret) : made.secret)
  if (way.life.shown !== 'always') return { ...made, secret }
  return { ...made, secret, data: { ...made.data, ...sealedData(secret, made.kind, subject, context.store.scope) } }
}

interface For {
  readonly holder: Holder
  readonly scopes: readonly string[]
}

async function newSecretOf(
  way: ServedWay,
  { name, form, lifetime, idle }: TokenLife,
  { holder: { subject, client, account }, scopes }: For,
  context: IssuingContext,
): Promise<NewSecret & { readonly secret: string }> {
  const data: CredentialData = { schemes: way.schemes, scopes, way: way.name }
  const wanted = { form, lifetime, isCookie: way.cookie !== undefined }
  const made = await newText(wanted, { subject: subject ?? client ?? '', account, scopes }, context)
  return {
    kind: name,
    ...made,
    ...(subject !== undefined && { subject }),
    ...(client !== undefined && { client }),
    ...(idle !== undefined && { idle }),
    data: { ...data },
  }
}

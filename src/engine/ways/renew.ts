import type { Operation } from '../../contract/contract.ts'
import type { Finding } from '../../contract/finding.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { Context } from '../../served/api.ts'
import { rotationFinding } from '../../served/fault.ts'
import type { Rotation } from '../../store/families.ts'
import type { Found, NewSecret } from '../../store/secrets.ts'
import { dataOf } from '../caller.ts'
import type { EngineContract } from '../engine-contract.ts'
import { wordsOf } from '../kind-words.ts'
import type { Given } from './claim.ts'
import { type Holder, type IssuedByWay, newCredential, newRefresh } from './issue.ts'
import { clientOf } from './proofs/client.ts'
import { answerWith } from './way-answer.ts'
import type { ServedWay } from './way-rules.ts'

/** A renewal as it was asked for. */
interface Renewal {
  readonly way: ServedWay
  readonly operation: Operation
  readonly refresh: string
  /** What it was sent for the inputs of the way: a refresh token is good for the client that it was issued to. */
  readonly given: Given
  /** The account that was named, if one was. */
  readonly subject: string | undefined
}

/** Exchanges a refresh token for the next credential: once, where the answer has a place for the next refresh token. */
export async function renew(engine: EngineContract, renewal: Renewal, context: Context): Promise<Reply | Refusal> {
  const outcome = await renewed(renewal, context)
  if ('refusal' in outcome) return outcome
  const { way, operation } = renewal
  const { account, ...issued } = outcome
  return answerWith(engine, operation, { ways: [way], issued: [issued], account }, context)
}

type Renewed = IssuedByWay & Pick<Found, 'account'>

/** What a refresh token is exchanged for; whatever answers, as a token endpoint does. */
async function renewed(renewal: Omit<Renewal, 'operation'>, context: Context): Promise<Renewed | Refusal> {
  const { store, address } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const client = await clientOf(renewal.given, context)
  if ('refusal' in client) return client
  const { life } = renewal.way
  const found = await store.secrets.find(life.refresh.name, renewal.refresh)
  const next = found && (await successors(renewal.way, found, context))
  const outcome = life.refresh.rotation === 'always' ? rotate(renewal, next, context) : keep(renewal, next, context)
  const issued = await outcome
  return 'refusal' in issued ? issued : { ...issued, account: found?.account }
}

function accepts({ given: { client }, subject, way }: Omit<Renewal, 'operation'>, { secret }: Found): boolean {
  const { way: name, schemes } = dataOf(secret)
  return (
    (name === undefined || name === way.name) &&
    (schemes === undefined || schemes.includes(way.scheme)) &&
    (client === undefined || secret.client === client) &&
    (subject === undefined || secret.subject === subject)
  )
}

/** What takes the place of a refresh token; the login ends when it was to end from the beginning. */
async function successors(way: ServedWay, { secret, account }: Found, context: Context): Promise<Next> {
  const { subject, client, expires } = secret
  const holder: Holder = {
    ...(subject !== undefined && { subject }),
    ...(client !== undefined && { client }),
    ...(account && { account }),
  }
  const { scopes } = dataOf(secret)
  const left = expires === undefined ? way.life.refresh.lifetime : expires - context.clock()
  const id = context.random(16).toString('hex')
  return {
    refresh: { ...(await newRefresh(way, holder, scopes, context, left)), id },
    credential: { ...(await newCredential(way, holder, scopes, context)), id },
  }
}

/** Made before the exchange, since signing cannot be waited for within. */
interface Next {
  readonly refresh: NewSecret
  readonly credential: NewSecret
}

type Asked = Omit<Renewal, 'operation'>

async function rotate(renewal: Asked, next: Next | undefined, context: Context): Promise<IssuedByWay | Refusal> {
  const { way, refresh } = renewal
  const { name, grace, reuse } = way.life.refresh
  const rotation = await context.store.families.rotate(name, refresh, {
    accepts: (found) => accepts(renewal, found),
    successors: () => (next ? [next.refresh, next.credential] : []),
    grace,
    reuse,
  })
  if (rotation.result === 'rotated') {
    const [refreshed, credential] = rotation.issued
    if (!credential) throw new TypeError('A renewal issues a refresh token and a credential')
    return { way, credential, refresh: refreshed }
  }
  if (rotation.result === 'replayed' && rotation.revoked)
    context.alarm('a refresh token was replayed; its family is revoked')
  return refused(renewal, rotation, context)
}

/** The refresh token goes on working; the credential it bought before ends. */
async function keep(renewal: Asked, next: Next | undefined, context: Context): Promise<IssuedByWay | Refusal> {
  const { way, refresh } = renewal
  const { found, credential } = await context.store.secrets.atomically(async (unit) => {
    const found = await unit.find(way.life.refresh.name, refresh)
    if (!next || found?.state !== 'active' || !accepts(renewal, found)) return { found, credential: undefined }
    await unit.touch(found.secret)
    const { family } = found.secret
    await unit.revokeAll({ kind: next.credential.kind, family })
    return { found, credential: await unit.issue({ ...next.credential, family }) }
  })
  if (credential) return { way, credential, refresh: undefined }
  return refused(renewal, { result: 'refused', found }, context)
}

async function refused(
  { given: { client }, way }: Asked,
  rotation: Exclude<Rotation, { result: 'rotated' }>,
  { store, address }: Context,
): Promise<Refusal> {
  const { found } = rotation
  if (!found) await store.failures.guessed(address)
  const of = client !== undefined && found?.secret.client === client ? 'key' : 'client'
  return refuse('invalid-refresh', { finding: findingFor(way, rotation, of) })
}

function findingFor(
  { life }: ServedWay,
  rotation: Exclude<Rotation, { result: 'rotated' }>,
  of: 'key' | 'client',
): Finding {
  return rotationFinding(wordsOf(life.refresh.name), rotation, of)
}

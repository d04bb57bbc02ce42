import type { Operation } from '../../contract/contract.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Context } from '../../served/api.ts'
import type { Secret, Secrets } from '../../store/secrets.ts'
import { answerShowing } from '../answer.ts'
import type { Caller } from '../caller.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { Given } from './claim.ts'
import { clientOf } from './proofs/client.ts'
import { expiredCookies } from './way-cookies.ts'
import type { ServedWay } from './way-rules.ts'

/** A logout as it was asked for. */
interface Logout {
  readonly ways: readonly ServedWay[]
  readonly operation: Operation
  /** The texts that were sent as outputs of a login. */
  readonly presented: readonly string[]
  readonly given: Given
  readonly caller: Caller | undefined
}

/** Ends what the contract says. What is unknown is no error: it does not work either way (RFC 7009, 2.2). */
export async function end(engine: EngineContract, logout: Logout, context: Context): Promise<Reply | Refusal> {
  const { ways, given, caller, operation, presented } = logout
  const client = await clientOf(given, context)
  if ('refusal' in client) return client
  const named = await Promise.all(presented.map((text) => knownSecret(ways, text, context)))
  for (const secret of [...named, caller?.credential])
    if (secret) await endWith(ways, { ...secret, client: client.client ?? secret.client }, context.store.secrets)
  const { settings, random } = context
  const answer = answerShowing(engine, operation, undefined, { account: caller?.account, settings, random })
  const cookies = expiredCookies(ways, given, context)
  return cookies.length > 0 ? { ...answer, headers: { ...answer.headers, 'Set-Cookie': cookies } } : answer
}

type Ending = (secret: Secret, secrets: Secrets) => Promise<unknown>

/** By what ends with a credential, how it ends. */
const endings: Readonly<Record<ServedWay['life']['ends'], Ending>> = {
  this: (secret, secrets) => secrets.end(secret),
  family: ({ family }, secrets) => secrets.revokeAll({ family }),
  // Whoever acts for nobody, or by no client, has a login of its own and nothing else.
  client: ({ subject, client, family }, secrets) =>
    secrets.revokeAll(subject === undefined || client === undefined ? { family } : { subject, client }),
  subject: ({ subject, family }, secrets) => secrets.revokeAll(subject === undefined ? { family } : { subject }),
}

async function endWith(ways: readonly ServedWay[], secret: Secret, secrets: Secrets): Promise<void> {
  for (const ends of new Set(ways.map(({ life }) => life.ends))) await endings[ends](secret, secrets)
}

async function knownSecret(ways: readonly ServedWay[], text: string, { store }: Context): Promise<Secret | undefined> {
  for (const kind of new Set(ways.flatMap(({ life }) => [life.refresh.name, life.credential.name]))) {
    const found = await store.secrets.find(kind, text)
    if (found) return found.secret
  }
  return undefined
}

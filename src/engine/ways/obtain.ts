import type { Operation } from '../../contract/contract.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/account.ts'
import type { Caller } from '../caller.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { Acting, Claim, Given, NamedClient, Proven, Redemptions } from './claim.ts'
import { grant, prepareGrant } from './grant.ts'
import { clientOf } from './proofs/client.ts'
import { keyOf } from './proofs/key.ts'
import { byPassword } from './proofs/password.ts'
import { forSubject } from './proofs/subject.ts'
import { mayEnter, notEntitled } from './tenants.ts'
import { answerWith } from './way-answer.ts'
import type { ServedWay } from './way-rules.ts'
import { wrongLogin } from './wrong-login.ts'

/** A request that fits a way, and what it was sent for its inputs. */
interface Attempt {
  readonly way: ServedWay
  readonly given: Given
}

/** A login: the ways that one request fits. */
interface Login {
  readonly attempts: readonly Attempt[]
  readonly operation: Operation
  readonly caller: Caller | undefined
}

/**
 * Checks everything that proves who is asking, with equal work whatever is wrong, and issues what the ways lead to. Ways
 * that take a one-time password which nothing sends are left out.
 */
export async function obtain(
  engine: EngineContract,
  { attempts, operation, caller }: Login,
  context: Context,
  redemptions: Redemptions,
): Promise<Reply | Refusal> {
  const served = attempts.filter((attempt) => isServed(attempt, redemptions))
  const given: Given = Object.assign({}, ...served.map((attempt) => attempt.given))
  const ways = served.map(({ way }) => way)
  const outcome =
    served.length > 0
      ? await prove({ engine, operation, ways, given, caller, redemptions }, context)
      : unproven(attempts[0]?.way)
  if ('refusal' in outcome) return outcome
  return answerWith(engine, operation, { ...outcome, given }, context)
}

/** A code is redeemed instead of a password; a way that takes both is not served. */
function isServed({ way, given }: Attempt, redemptions: Redemptions): boolean {
  if (given['one-time-password'] === undefined) return true
  return redemptions.has(way.name) && given.password === undefined
}

function unproven(way: ServedWay | undefined): Refusal {
  const isCode = [...(way?.inputMeanings.values() ?? [])].includes('one-time-password')
  const why = isCode ? 'takes a one-time password, which nothing sends' : 'sends no proof that is known here'
  return wrongLogin({ is: 'unserved', scheme: way?.scheme ?? '', why: `the way "${way?.name}" ${why}` })
}

/** Every proof that was sent has to be right: client, key and password. */
async function prove(claim: Claim, context: Context): Promise<Proven | Refusal> {
  const { ways, given, caller } = claim
  const client = await clientOf(given, context)
  if ('refusal' in client) return client
  const key = given.key === undefined ? undefined : await keyOf(given.key, claim, context)
  if (key && 'refusal' in key) return key
  if (given.password !== undefined || given['one-time-password'] !== undefined)
    return byPassword(claim, client, context)
  const isClient = given['client-secret'] !== undefined
  const proof: Acting | undefined = key ?? (isClient ? { account: undefined } : caller?.credential && caller)
  if (!proof) return unproven(ways[0])
  if (given.subject !== undefined) return forSubject(claim, given.subject, { client, proof }, context)
  const { account } = proof
  if (account && !mayEnter(claim.engine.accounts, account, given.tenant)) return notEntitled(account, given.tenant)
  return issueTo(claim, client, account, context)
}

async function issueTo(
  claim: Claim,
  client: NamedClient,
  account: Account | undefined,
  context: Context,
): Promise<Proven | Refusal> {
  const prepared = await prepareGrant(claim, client, account, context)
  return context.store.secrets.atomically((secrets) => grant(claim, prepared, account, secrets, context))
}

import type { Operation } from '../../contract/contract.ts'
import type { ErasedRequest, Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { Account, NewAccount } from '../../store/accounts.ts'
import { atomically, type Unit } from '../../store/api-store.ts'
import type { Register } from '../../ways/declarations.ts'
import { millisecondsOf } from '../../ways/duration.ts'
import { answerShowing } from '../answer.ts'
import type { EngineContract } from '../engine-contract.ts'
import { askedValue } from '../values.ts'
import { type IssuedByWay, issueFor } from '../ways/issue.ts'
import { answerWith } from '../ways/way-answer.ts'
import type { ServedWay } from '../ways/way-rules.ts'
import type { ActionContext, ActionFactory } from './action.ts'
import { sendActivation } from './activation.ts'
import { countAction } from './address-limit.ts'
import { askedAccount } from './asked-account.ts'
import { issueAt } from './issue-at.ts'
import { newAccount } from './new-account.ts'
import { hashAskedPassword } from './new-password.ts'
import { signUp } from './sign-up.ts'

/** An operation that signs up, and what it is asked. */
interface Registration {
  readonly engine: EngineContract
  readonly operation: Operation
  readonly action: Register
  readonly request: ErasedRequest
  readonly client: string | undefined
}

/**
 * Creates an account. Where a taken e-mail is refused, asking has a price: it counts as a guess. Where it is not, it gets
 * the same answer for the same work: a password is hashed and a message written either way.
 */
export const register: ActionFactory<Register> = (engine, operation, action) => async (request, context) => {
  const client = askedValue(action.client ?? null, request)
  const registration = { engine, operation, action, request, client: client == null ? undefined : String(client) }
  const barred = await barredBy(registration, context)
  if (barred) return barred
  const { own, members } = askedAccount(action.account, request)
  const password = await hashAskedPassword(own.password, action.account.password, action.passwordBytes, context)
  if ('refusal' in password) return password
  const state = action.pending ? 'pending' : 'activated'
  const wanted = newAccount(engine, { ...own, members, password: password.hash }, state, context.random)
  const made = await atomically(context.store, (unit) => make(registration, wanted, unit, context))
  if (made !== 'taken') return answer(registration, made, context)
  if (!isSilent(action)) await context.store.failures.guessed(context.address)
  return refuse('taken')
}

function isSilent({ taken }: Register): boolean {
  return taken === 'silent'
}

/** Too many guesses or sign-ups of the network address, or a client that does not exist. */
async function barredBy({ action, client }: Registration, context: ActionContext): Promise<Refusal | undefined> {
  const { store, address } = context
  const retryAfter = isSilent(action) ? 0 : store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  if (client !== undefined && !(await store.clients.find(client)))
    return refuse('unknown-client', { finding: { is: 'unknown-client', client } })
  return countAction('signUpsPerAddress', context)
}

/** An account and what it was issued; where its owner was told instead, the account as it would be. */
interface Made {
  readonly account: Account
  readonly ways: readonly ServedWay[]
  readonly issued: readonly IssuedByWay[]
}

async function make(
  { engine, action, client }: Registration,
  wanted: NewAccount,
  unit: Unit,
  context: ActionContext,
): Promise<Made | 'taken'> {
  const now = context.clock()
  const id = wanted.id ?? (await unit.accounts.nextNumber())
  const pending = action.pending && (millisecondsOf(action.pending.lifetime) ?? Number.POSITIVE_INFINITY)
  const account = await signUp(unit, { wanted: { ...wanted, id }, now, pending, isSilent: isSilent(action) })
  if (account === 'taken') return account
  if (account === 'told') return { account: asCreated({ ...wanted, id }, now), ways: [], issued: [] }
  if (action.pending) await sendActivation(engine, account, action.pending, unit, context)
  await issueAt(engine, action.pending ? ['register'] : ['register', 'activate'], account, unit.secrets, context)
  const holder = { subject: account.id, account, ...(client !== undefined && { client }) }
  const ways = engine.ways.filter(({ name }) => name === action.then)
  return { account, ways, issued: await issueFor(ways, holder, undefined, unit.secrets, context) }
}

function asCreated(
  { email, name, role, roles = [role], data = {}, id }: NewAccount & { readonly id: string },
  created: number,
): Account {
  return { id, email, name, role, roles, data, created, disabled: undefined }
}

function answer(
  { engine, operation, action, request }: Registration,
  { account, issued, ways }: Made,
  { settings, random, ...context }: ActionContext,
): Reply {
  if (issued.length > 0)
    return answerWith(engine, operation, { ways, issued, account }, { settings, random, ...context })
  return answerShowing(engine, operation, action.answer, { account, request, settings, random })
}

import type { Context } from '../../apis/api.ts'
import { findingOf } from '../../apis/fault.ts'
import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import type { Finding } from '../../contract/finding.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Account } from '../../store/account.ts'
import { signIn } from '../../store/sign-in.ts'
import type { InputMeaning } from '../../ways/way.ts'
import { type Caller, credentialKind } from '../credential-reader.ts'
import { type Holder, type IssuedByWay, issueFor } from './issue.ts'
import { answerWith } from './way-answer.ts'
import type { ServedWay } from './way-rules.ts'

type Given = Partial<Record<InputMeaning, string>>

/** A login: ways that one request fits, and what it sent for their inputs. */
export interface Login {
  readonly ways: readonly ServedWay[]
  readonly given: Given
  readonly operation: Operation
  readonly caller: Caller | undefined
}

/** Checks what proves who is asking, with equal work whatever is wrong, and issues what the ways lead to. */
export async function obtain(document: ContractDocument, login: Login, context: Context): Promise<Reply | Refusal> {
  const { given, operation } = login
  const client = await clientOf(given, context)
  if ('refusal' in client) return client
  const outcome = await prove(login, client, context)
  if ('refusal' in outcome) return outcome
  return answerWith(document, operation, outcome.issued, outcome.account, context)
}

interface Proven {
  readonly issued: readonly IssuedByWay[]
  readonly account: Account | undefined
}

async function prove(login: Login, client: Holder, context: Context): Promise<Proven | Refusal> {
  const { given } = login
  if (given.password !== undefined) return byPassword(login, given.password, client, context)
  if (given.key !== undefined) return byKey(login, given.key, client, context)
  if (given['client-secret'] !== undefined) return issueTo(login, client, undefined, context)
  if (login.caller?.credential) return byCaller(login, login.caller, client, context)
  return wrongLogin({
    is: 'unserved',
    scheme: login.ways[0]?.scheme ?? '',
    why: 'the way sends no proof that it knows',
  })
}

async function byPassword(login: Login, password: string, client: Holder, context: Context): Promise<Proven | Refusal> {
  const { given, ways } = login
  const name = given.login ?? given.tenant ?? given.subject ?? ''
  const signedIn = await signIn(context, { login: name, password, address: context.address })
  if ('refusal' in signedIn) return signedIn
  const committed = await signedIn.commit(async ({ secrets }, account) => ({
    issued: await issueFor(ways, { ...client, subject: account.id }, scopesOf(given), secrets, context),
    account,
  }))
  return committed
}

/** A key that this API issued buys another credential for the account it acts for. */
async function byKey(login: Login, key: string, client: Holder, context: Context): Promise<Proven | Refusal> {
  const { store, address } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const found = await store.secrets.find(credentialKind, key)
  if (found?.state === 'active') return issueTo(login, client, found.account, context)
  if (!found) await store.failures.guessed(address)
  return wrongLogin(findingOf('key', found))
}

async function byCaller(login: Login, caller: Caller, client: Holder, context: Context): Promise<Proven | Refusal> {
  return issueTo(login, client, caller.account, context)
}

async function issueTo(login: Login, client: Holder, account: Account | undefined, context: Context): Promise<Proven> {
  const holder = { ...client, ...(account && { subject: account.id }) }
  const issued = await context.store.secrets.atomically((secrets) =>
    issueFor(login.ways, holder, scopesOf(login.given), secrets, context),
  )
  return { issued, account }
}

/** A client that was named has to exist, and to know its secret where one was sent. */
async function clientOf(given: Given, { store, address }: Context): Promise<Holder | Refusal> {
  const { client, 'client-secret': secret } = given
  if (client === undefined) return {}
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const found =
    secret === undefined ? await store.clients.find(client) : await store.clients.authenticate(client, secret)
  if (found) return { client }
  await store.failures.guessed(address)
  const isKnown = secret !== undefined && (await store.clients.find(client)) !== undefined
  return wrongLogin({ is: isKnown ? 'wrong-client-secret' : 'unknown-client', client })
}

export function wrongLogin(finding: Finding): Refusal {
  return { refusal: 'wrong-login', finding }
}

/** The scopes that were asked for; undefined for all. */
function scopesOf({ scope }: Given): readonly string[] | undefined {
  const asked = scope?.split(' ').filter(Boolean) ?? []
  return asked.length > 0 ? asked : undefined
}

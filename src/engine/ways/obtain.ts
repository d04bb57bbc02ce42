import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import type { Finding } from '../../contract/finding.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Context } from '../../served/api.ts'
import { findingOf } from '../../served/fault.ts'
import type { Account } from '../../store/account.ts'
import { signIn } from '../../store/sign-in.ts'
import type { InputMeaning } from '../../ways/way.ts'
import { type Caller, dataOf } from '../credential-reader.ts'
import { type Holder, type IssuedByWay, issueFor } from './issue.ts'
import { answerWith } from './way-answer.ts'
import { credentialKind } from './way-life.ts'
import { outputOf, type ServedWay } from './way-rules.ts'

type Given = Partial<Record<InputMeaning, string>>

/** A login: the ways that one request fits, each with what it was sent for its inputs. */
interface Login {
  readonly attempts: readonly { readonly way: ServedWay; readonly given: Given }[]
  readonly operation: Operation
  readonly caller: Caller | undefined
}

/** What a login has to prove, and what it leads to. */
interface Claim {
  readonly ways: readonly ServedWay[]
  readonly given: Given
  readonly caller: Caller | undefined
}

interface Proven {
  readonly issued: readonly IssuedByWay[]
  readonly account: Account | undefined
}

/**
 * Checks everything that proves who is asking, with equal work whatever is wrong, and issues what the ways lead to. Ways
 * that take a one-time password are left out: nothing sends one here.
 */
export async function obtain(
  document: ContractDocument,
  { attempts, operation, caller }: Login,
  context: Context,
): Promise<Reply | Refusal> {
  const served = attempts.filter(({ given }) => given['one-time-password'] === undefined)
  const given: Given = Object.assign({}, ...served.map((attempt) => attempt.given))
  const claim = { ways: distinct(served.map(({ way }) => way)), given, caller }
  const outcome = served.length > 0 ? await prove(claim, context) : unproven(attempts[0]?.way)
  if ('refusal' in outcome) return outcome
  return answerWith(document, operation, outcome.issued, outcome.account, context)
}

/** One credential may be that of several schemes. */
function distinct(ways: readonly ServedWay[]): readonly ServedWay[] {
  const byPlace = Map.groupBy(ways, (way) => outputOf(way, 'credential') ?? way.name)
  return [...byPlace.values()].flatMap(([first]) => first ?? [])
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
  if (given.password !== undefined) return byPassword(claim, given.password, client, context)
  const isClient = given['client-secret'] !== undefined
  const proof = key ?? (isClient ? { account: undefined } : caller?.credential && caller)
  if (!proof) return unproven(ways[0])
  const acting = given.subject === undefined ? proof : await accountNamed(given.subject, context)
  return 'refusal' in acting ? acting : issueTo(claim, client, acting.account, context)
}

async function byPassword(
  { given, ways }: Claim,
  password: string,
  client: Holder,
  context: Context,
): Promise<Proven | Refusal> {
  const login = given.login ?? given.tenant ?? given.subject ?? ''
  const signedIn = await signIn(context, { login, password, address: context.address })
  if ('refusal' in signedIn) return signedIn
  return signedIn.commit(async ({ secrets }, account) => ({
    issued: await issueFor(ways, { ...client, subject: account.id }, scopesOf(given), secrets, context),
    account,
  }))
}

type Acting = Pick<Proven, 'account'>

/** A key buys a credential of another scheme for the account it acts for. What a login leads to is not its key. */
async function keyOf(key: string, { ways, caller }: Claim, context: Context): Promise<Acting | Refusal> {
  const { store, address } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  if (caller?.credential?.id === key) return caller
  const found = await store.secrets.find(credentialKind, key)
  if (!found) await store.failures.guessed(address)
  if (found?.state !== 'active') return wrongLogin(findingOf('key', found))
  const isOwn = dataOf(found.secret).schemes.some((scheme) => ways.some((way) => way.schemes.includes(scheme)))
  return isOwn ? wrongLogin(findingOf('key', found)) : found
}

/** The account that a key or a client acts for. */
async function accountNamed(name: string, { store }: Context): Promise<Acting | Refusal> {
  const { account } = (await store.accounts.identify({ kind: 'login', value: name })) ?? {}
  if (!account) return wrongLogin({ is: 'wrong-name' })
  const { email: subject, disabled } = account
  return disabled === undefined ? { account } : wrongLogin({ is: 'disabled', subject, since: disabled })
}

async function issueTo(
  { given, ways }: Claim,
  client: Holder,
  account: Account | undefined,
  context: Context,
): Promise<Proven> {
  const holder = { ...client, ...(account && { subject: account.id }) }
  const issued = await context.store.secrets.atomically((secrets) =>
    issueFor(ways, holder, scopesOf(given), secrets, context),
  )
  return { issued, account }
}

/** A client that was named has to exist, and to know its secret where one was sent. */
async function clientOf(given: Given, { store, address }: Context): Promise<Holder | Refusal> {
  const { client, 'client-secret': secret } = given
  if (client === undefined)
    return secret === undefined ? {} : wrongLogin({ is: 'misshapen', expected: 'a request that names its client' })
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

import type { Refusal } from '../../../contract/refusal.ts'
import type { Context } from '../../../served/api.ts'
import { findingOf } from '../../../served/fault.ts'
import type { Account } from '../../../store/account.ts'
import type { Found, Secret } from '../../../store/secrets.ts'
import { dataOf } from '../../caller.ts'
import { wordsOf } from '../../kind-words.ts'
import type { Acting, Claim, Given } from '../claim.ts'
import { credentialKind } from '../way-life.ts'
import { wrongLogin } from '../wrong-login.ts'

/** A key buys a credential of another scheme for the account it acts for. What a login leads to is not its key. */
export async function keyOf(
  key: string,
  { engine, ways, given, caller }: Claim,
  context: Context,
): Promise<Acting | Refusal> {
  const { store, address } = context
  const kinds = new Set([...engine.ways.map(({ life }) => life.credential.name), credentialKind])
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  if (caller?.credential?.id === key) return actingBy(caller.credential, caller.account, given)
  const found = await firstFound([...kinds], key, store)
  if (!found) await store.failures.guessed(address)
  if (found?.state !== 'active') return wrongLogin(findingOf('key', found))
  return isOwn(found.secret, ways) ? wrongLogin(findingOf('key', found)) : actingBy(found.secret, found.account, given)
}

/** A key that is no account's belongs to a tenant, and is good for that one alone. */
function actingBy({ kind, subject }: Secret, account: Account | undefined, { tenant }: Given): Acting | Refusal {
  if (account || subject === undefined) return { account }
  if (tenant === undefined || tenant === subject) return { account, tenant: subject }
  return wrongLogin({ is: 'foreign', what: wordsOf(kind), of: 'key', name: subject })
}

async function firstFound(
  kinds: readonly string[],
  key: string,
  { secrets }: Context['store'],
): Promise<Found | undefined> {
  for (const kind of kinds) {
    const found = await secrets.find(kind, key)
    if (found) return found
  }
  return undefined
}

/** Whether a secret is what the ways themselves lead to. */
function isOwn(secret: Secret, ways: Claim['ways']): boolean {
  const { schemes } = dataOf(secret)
  if (!schemes) return ways.some(({ life }) => life.credential.name === secret.kind)
  return schemes.some((scheme) => ways.some((way) => way.schemes.includes(scheme)))
}

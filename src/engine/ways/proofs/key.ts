import type { Refusal } from '../../../contract/refusal.ts'
import type { Context } from '../../../served/api.ts'
import { findingOf } from '../../../served/fault.ts'
import type { Account } from '../../../store/account.ts'
import type { Secret } from '../../../store/secrets.ts'
import { dataOf } from '../../credential-reader.ts'
import { wordsOf } from '../../kind-words.ts'
import type { Acting, Claim, Given } from '../claim.ts'
import { credentialKind } from '../way-life.ts'
import { wrongLogin } from '../wrong-login.ts'

/** A key buys a credential of another scheme for the account it acts for. What a login leads to is not its key. */
export async function keyOf(key: string, { ways, given, caller }: Claim, context: Context): Promise<Acting | Refusal> {
  const { store, address } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  if (caller?.credential?.id === key) return actingBy(caller.credential, caller.account, given)
  const found = await store.secrets.find(credentialKind, key)
  if (!found) await store.failures.guessed(address)
  if (found?.state !== 'active') return wrongLogin(findingOf('key', found))
  const isOwn = dataOf(found.secret).schemes.some((scheme) => ways.some((way) => way.schemes.includes(scheme)))
  return isOwn ? wrongLogin(findingOf('key', found)) : actingBy(found.secret, found.account, given)
}

/** A key that is no account's belongs to a tenant, and is good for that one alone. */
function actingBy({ kind, subject }: Secret, account: Account | undefined, { tenant }: Given): Acting | Refusal {
  if (account || subject === undefined) return { account }
  if (tenant === undefined || tenant === subject) return { account, tenant: subject }
  return wrongLogin({ is: 'foreign', what: wordsOf(kind), of: 'key', name: subject })
}

import type { Finding } from '../../contract/finding.ts'
import type { ApiStore } from '../../store/api-store.ts'
import { readExpression } from '../../ways/expressions.ts'
import type { Way } from '../../ways/way.ts'
import type { Presented } from '../carrier.ts'
import type { ServedWay } from './way-rules.ts'

type Pair = Extract<Way['send'], object>

/** Which part of a pair for HTTP Basic is the secret; both, where both are what a client holds from the start. */
function secretPart({ username, password }: Pair): 'username' | 'password' | 'both' {
  const [user, pass] = [readExpression(username)?.place, readExpression(password)?.place]
  if (pass === undefined) return 'username'
  return pass === 'inputs' && user === 'inputs' ? 'both' : 'password'
}

/** Whether the ledger keeps a pair as a whole. */
export function isKeptWhole({ send }: Pick<Way, 'send'>): boolean {
  return typeof send === 'object' && secretPart(send) === 'both'
}

/** What the ledger may have of what was sent for a way. */
export function secretsIn({ send }: Pick<Way, 'send'>, { texts, pair }: Presented): readonly string[] {
  if (typeof send !== 'object' || !pair) return texts
  const part = secretPart(send)
  return part === 'both' ? texts : [pair[part]]
}

const passwordForms = {
  empty: 'a key with an empty password, or the key again',
  fixed: 'a key with the password that the contract says',
} as const

/** What is wrong with the part of a pair that the contract fixes; a key may be repeated where the password is empty. */
export function fixedPartFault({ send }: Pick<Way, 'send'>, { pair }: Presented): Finding | undefined {
  if (typeof send !== 'object' || !pair || secretPart(send) === 'both') return undefined
  if (secretPart(send) === 'password')
    return isFixedUser(send, pair) ? undefined : { is: 'misshapen', expected: fixedUser }
  const { password } = send
  if (pair.password === password || (password === '' && pair.password === pair.username)) return undefined
  return { is: 'misshapen', expected: passwordForms[password === '' ? 'empty' : 'fixed'] }
}

const fixedUser = 'the user name that the contract says'

function isFixedUser({ username }: Pair, sent: NonNullable<Presented['pair']>): boolean {
  return username.startsWith('$') || username === sent.username
}

/** What is wrong with the user name of a pair whose password was issued: the two are one credential. */
export async function userFault(
  { send, inputMeanings, outputMeanings }: ServedWay,
  { pair }: Presented,
  subject: string | undefined,
  { accounts }: Pick<ApiStore, 'accounts'>,
): Promise<Finding | undefined> {
  if (typeof send !== 'object' || !pair || secretPart(send) !== 'password') return undefined
  const { place, name = '' } = readExpression(send.username) ?? {}
  const finding = { is: 'foreign', what: readExpression(send.password)?.name ?? 'password', of: 'key' } as const
  if (place === 'outputs' && outputMeanings.get(name) === 'account-id')
    return pair.username === subject ? undefined : finding
  if (place !== 'inputs' || inputMeanings.get(name) !== 'login') return undefined
  const named = await accounts.identify({ kind: 'login', value: pair.username })
  return named?.account.id === subject ? undefined : finding
}

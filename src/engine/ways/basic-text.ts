import type { Way } from '../../ways/way.ts'
import { basicPair } from '../carrier.ts'

type Pair = Extract<Way['send'], object>

/** Of a pair for HTTP Basic, the password is the secret; if the contract fixes that, the user name is. */
function isInPassword({ password }: Pair): boolean {
  return password.startsWith('$outputs.')
}

/** A credential for HTTP Basic as the ledger keeps it; a user name that is issued too is that of the account. */
export function basicText(send: Pair, secret: string, subject: string): string {
  const { username, password } = send
  if (isInPassword(send)) return basicPair(username.startsWith('$') ? subject : username, secret)
  return basicPair(secret, password.startsWith('$') ? '' : password)
}

/** The part of it that a login is answered with. */
export function shownOf(send: Pair, text: string): string {
  const colon = text.indexOf(':')
  if (isInPassword(send)) return text.slice(colon + 1)
  return colon < 0 ? text : text.slice(0, colon)
}

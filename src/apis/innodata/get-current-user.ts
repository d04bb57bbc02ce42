import { succeeded } from './envelope.ts'
import type { InnodataHandlers } from './handlers.ts'
import { keysOf } from './keys.ts'
import { showUser } from './user.ts'

/** `GET /v1.1/users/me`: the user whom the key belongs to, either key alike (IN-28, IN-73). */
export const getCurrentUser: InnodataHandlers['getCurrentUser'] = async (_request, { caller, store, random }) => {
  const { account, flavour, key } = caller
  return succeeded(random, 200, showUser(account, await keysOf(account, store, { [flavour]: key })))
}

import { signIn } from '../../store/sign-in.ts'
import { succeeded } from './envelope.ts'
import type { InnodataHandlers } from './handlers.ts'
import { keysOf } from './keys.ts'
import { showUser } from './user.ts'

/** `POST /v1.1/users/login`: an e-mail and a password show the user with both keys (IN-23, IN-24), or with nulls before the activation (IN-57). */
export const login: InnodataHandlers['login'] = async ({ body }, { store, hashing, address, random }) => {
  const account = await signIn(store, hashing, { login: body.username, password: body.password, address })
  if ('refusal' in account) return account
  return succeeded(random, 200, showUser(account, await keysOf(account, store)))
}

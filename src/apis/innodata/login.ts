import { signIn } from '../../store/sign-in.ts'
import { succeeded } from './envelope.ts'
import type { InnodataHandlers } from './handlers.ts'
import { keysOf } from './keys.ts'
import { showUser } from './user.ts'

/** `POST /v1.1/users/login`: an e-mail and a password show the user with both keys (IN-23, IN-24), or with nulls before the activation (IN-57). */
export const login: InnodataHandlers['login'] = async ({ body }, context) => {
  const { store, address, random } = context
  const signedIn = await signIn(context, { login: body.username, password: body.password, address })
  if ('refusal' in signedIn) return signedIn
  const user = await signedIn.commit(async ({ secrets }, account) =>
    showUser(account, await keysOf(account, { secrets, scope: store.scope })),
  )
  return 'refusal' in user ? user : succeeded(random, 200, user)
}

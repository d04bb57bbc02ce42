import { signIn } from '../../store/sign-in.ts'
import type { KheHandlers } from './handlers.ts'
import { unknownClient } from './refusals.ts'
import { openSession } from './session.ts'

/** `POST /users/token`: an e-mail and a password buy a key, a token and a refresh token (KH-07, KH-08). */
export const createToken: KheHandlers['createToken'] = async ({ body }, context) => {
  const { client, email, password } = body
  if (!(await context.store.clients.find(client))) return unknownClient(client)
  const login = await signIn(context, { login: email, password, address: context.address })
  if ('refusal' in login) return login
  const session = await login.commit(({ secrets }, account) => openSession(secrets, account, client, context))
  return 'refusal' in session ? session : { status: 200, body: session }
}

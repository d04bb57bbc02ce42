import type { NumbersHandlers } from './handlers.ts'
import { logIn } from './login.ts'
import { mayEnter } from './membership.ts'
import { notEntitled } from './refusals.ts'
import { openSession } from './session.ts'

/** `POST /api/v1/login/access-token`: a password buys a bearer token (NS-12). */
export const loginAccessToken: NumbersHandlers['loginAccessToken'] = async ({ body, query }, context) => {
  const login = await logIn(body, context)
  if ('refusal' in login) return login
  if (!mayEnter(login.account, query.account_name)) return notEntitled(login.account, query.account_name)
  const session = await login.commit(openSession('bearer-session'))
  if ('refusal' in session) return session
  return { status: 200, body: { access_token: session.plain, token_type: 'bearer' } }
}

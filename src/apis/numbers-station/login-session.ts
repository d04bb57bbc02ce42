import type { NumbersHandlers } from './handlers.ts'
import { logIn } from './login.ts'
import { mayEnter } from './membership.ts'
import { notEntitled } from './refusals.ts'
import { replaceSession, sessionCookieHeader } from './session.ts'

/** `POST /api/v1/login/session`: a password buys a session cookie (NS-02). */
export const loginSession: NumbersHandlers['loginSession'] = async ({ body, query }, context) => {
  const login = await logIn(body, context)
  if ('refusal' in login) return login
  if (!mayEnter(login.account, query.account_name)) return notEntitled(login.account, query.account_name)
  const session = await login.commit(replaceSession(context))
  if ('refusal' in session) return session
  const cookie = sessionCookieHeader(session.plain, query.third_party ?? false, context)
  return { status: 200, headers: { 'Set-Cookie': cookie }, body: null }
}

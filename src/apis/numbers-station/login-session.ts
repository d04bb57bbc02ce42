import type { NumbersHandlers } from './handlers.ts'
import { logIn } from './login.ts'
import { mayEnter } from './membership.ts'
import { notEntitled } from './refusals.ts'
import { endFormerSession, openSession, sessionCookieHeader } from './session.ts'

/** `POST /api/v1/login/session`: a password buys a session cookie (NS-02). */
export const loginSession: NumbersHandlers['loginSession'] = async ({ body, query }, context) => {
  const account = await logIn(body, context)
  if ('refusal' in account) return account
  if (!mayEnter(account, query.account_name)) return { status: 403, body: notEntitled }
  await endFormerSession(context)
  const value = await openSession(account, 'cookie-session', context)
  const cookie = sessionCookieHeader(value, query.third_party ?? false, context)
  return { status: 200, headers: { 'Set-Cookie': cookie }, body: null }
}

import type { NumbersHandlers } from './handlers.ts'
import { logIn } from './login.ts'
import { mayEnter } from './membership.ts'
import { notEntitled } from './refusals.ts'
import { openSession } from './session.ts'

/** `POST /api/v1/login/access-token`: a password buys a bearer token (NS-12). */
export const loginAccessToken: NumbersHandlers['loginAccessToken'] = async ({ body, query }, context) => {
  const account = await logIn(body, context)
  if ('refusal' in account) return account
  if (!mayEnter(account, query.account_name)) return { status: 403, body: notEntitled }
  const token = await openSession(account, 'bearer-session', context)
  return { status: 200, body: { access_token: token, token_type: 'bearer' } }
}

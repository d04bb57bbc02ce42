import type { NumbersHandlers } from './handlers.ts'
import { clearedCookieHeader } from './session.ts'

/** `POST /api/v1/logout/session`: ends the session and takes the cookie back (NS-27). */
export const logoutSession: NumbersHandlers['logoutSession'] = async ({ query }, context) => {
  await context.store.secrets.end(context.caller.secret)
  const cookie = clearedCookieHeader(query.third_party ?? false, context)
  return { status: 200, headers: { 'Set-Cookie': cookie }, body: null }
}

import type { NumbersHandlers } from './handlers.ts'

/** `POST /api/v1/logout/access-token`: ends the session (NS-28). */
export const logoutAccessToken: NumbersHandlers['logoutAccessToken'] = async (_request, { caller, store }) => {
  await store.secrets.end(caller.secret)
  return { status: 204 }
}

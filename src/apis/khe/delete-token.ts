import type { KheHandlers } from './handlers.ts'
import { unknownClient } from './refusals.ts'

/** `DELETE /users/token`: ends all that the caller has for one client, and nothing of another (KH-19, KH-60). */
export const deleteToken: KheHandlers['deleteToken'] = async ({ body: { client } }, { caller, store }) => {
  if (!(await store.clients.find(client))) return unknownClient(client)
  await store.secrets.revokeAll({ subject: caller.account.id, client })
  return { status: 200, body: {} }
}

import type { KheHandlers } from './handlers.ts'
import { refuseUnlessStaff } from './refusals.ts'
import { userOf } from './user.ts'

/** As many users as one answer lists (KH-77). */
const mostUsers = 10_000

/** `GET /users`: every account, for staff and admins (KH-46). */
export const listUsers: KheHandlers['listUsers'] = async (_request, { caller, store }) => {
  const refusal = refuseUnlessStaff(caller.account)
  if (refusal) return refusal
  const accounts = await store.accounts.list({ limit: mostUsers })
  return { status: 200, body: { users: accounts.map(userOf) } }
}

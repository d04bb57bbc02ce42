import { refuse } from '../../contract/refusal-causes.ts'
import type { KheHandlers } from './handlers.ts'
import { refuseUnlessStaff } from './refusals.ts'
import { userOf } from './user.ts'

/** `GET /users/{id}`: one account, for staff and admins (KH-47). */
export const getUser: KheHandlers['getUser'] = async ({ path }, { caller, store }) => {
  const refusal = refuseUnlessStaff(caller.account)
  if (refusal) return refusal
  const account = await store.accounts.find(path.id)
  return account ? { status: 200, body: userOf(account) } : refuse('unknown-account')
}

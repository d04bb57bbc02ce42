import type { NumbersHandlers } from './handlers.ts'
import { mayEnter } from './membership.ts'
import { notEntitled } from './refusals.ts'

/** `GET /api/v3/orgs/{account_name}/users/me`: who is asking, as a user of that account (NS-16, NS-24). */
export const getCurrentUser: NumbersHandlers['getCurrentUser'] = ({ path }, { caller: { account } }) => {
  if (!mayEnter(account, path.account_name)) return notEntitled(account, path.account_name)
  const { id, email, name } = account
  const role = account.role === 'ADMIN' ? 'ADMIN' : 'USER'
  return { status: 200, body: { id, email, name, account_name: path.account_name, role } }
}

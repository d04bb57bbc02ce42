import { succeeded } from './envelope.ts'
import type { NebulaHandlers } from './handlers.ts'

/** `GET /users/credits`: the balance of the caller's account (NB-21). */
export const getCredits: NebulaHandlers['getCredits'] = (_request, { caller }) => {
  const data = { available_balance: String(caller.data.balance) }
  return { status: 200, body: succeeded('User credit balance successfully retrieved', data) }
}

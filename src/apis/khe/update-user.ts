import { challenges } from '../../../generated/khe/server.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import { countFor } from '../../store/address-limits.ts'
import { changeAccount } from './change-account.ts'
import type { KheHandlers } from './handlers.ts'
import { hashNewPassword } from './new-password.ts'

/** `PATCH /users`: changes the caller, and nobody else (KH-12, KH-45, KH-76). */
export const updateUser: KheHandlers['updateUser'] = async ({ body }, context) => {
  const { caller, store } = context
  const tooMany = body.email === undefined ? undefined : await countFor('messagesPerAddress', context)
  if (tooMany) return tooMany
  const password = body.password === undefined ? undefined : await hashNewPassword(body.password, context)
  if (password && 'refusal' in password) return password
  const changes = { email: body.email?.toLowerCase(), password: password?.hash }
  const changed = await changeAccount(store.scope, caller, changes)
  if (changed === 'over') return { refusal: 'unauthenticated', challenge: challenges.basic, fault: 'revoked' }
  if (changed === 'taken') return refuse('taken')
  return { status: 200, body: { _id: caller.account.id, email: changed.email } }
}

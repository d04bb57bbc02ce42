import type { ErasedRequest } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { ChangeAccount } from '../../ways/declarations.ts'
import { answerShowing } from '../answer.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { ActionContext, ActionFactory } from './action.ts'
import { countAction } from './address-limit.ts'
import { applyChanges, type Changes } from './apply-changes.ts'
import { askedAccount } from './asked-account.ts'
import { actingAccount } from './callers-account.ts'
import { keptEmail } from './new-account.ts'
import { hashAskedPassword } from './new-password.ts'

/** Changes the caller's account, and no other. */
export const changeAccount: ActionFactory<ChangeAccount> = (engine, operation, action) => async (request, context) => {
  const caller = actingAccount(engine, operation, context)
  if (!('account' in caller)) return caller
  const changes = await changesIn(engine, action, request, context)
  if ('refusal' in changes) return changes
  const account = await applyChanges(engine, caller, changes, context.store)
  if (account === 'over') return { refusal: 'unauthenticated', challenge: [], fault: 'revoked' }
  if (account === 'taken') return refuse('taken')
  const { settings, random } = context
  return answerShowing(engine, operation, action.answer, { account, request, settings, random })
}

async function changesIn(
  { accounts }: EngineContract,
  { members: declared, passwordBytes, notice }: ChangeAccount,
  request: ErasedRequest,
  context: ActionContext,
): Promise<Changes | Refusal> {
  const { own, members } = askedAccount(declared, request)
  const { email, name } = own
  const tooMany = email !== undefined && notice ? await countAction('messagesPerAddress', context) : undefined
  if (tooMany) return tooMany
  const password = await hashAskedPassword(own.password, declared.password, passwordBytes, context)
  if ('refusal' in password) return password
  return { email: email && keptEmail(accounts, email), name, password: password.hash, members, notice }
}

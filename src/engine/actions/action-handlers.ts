import type { Operation } from '../../contract/contract.ts'
import { notImplemented } from '../../contract/refusal.ts'
import type { Action } from '../../ways/declarations.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { ActionFactory, ActionHandler, ActionTable } from './action.ts'
import { activate } from './activate.ts'
import { changeAccount } from './change-account.ts'
import { issueKey } from './issue-key.ts'
import { listAccounts } from './list-accounts.ts'
import { listKeys } from './list-keys.ts'
import { register } from './register.ts'
import { revokeKey } from './revoke-key.ts'
import { sendCode } from './send-code.ts'
import { showAccount } from './show-account.ts'
import { tokenEndpoint } from './token-endpoint.ts'

const factories: ActionTable = {
  register,
  activate,
  'show-account': showAccount,
  'list-accounts': listAccounts,
  'change-account': changeAccount,
  'issue-key': issueKey,
  'list-keys': listKeys,
  'revoke-key': revokeKey,
  'send-code': sendCode,
  'token-endpoint': tokenEndpoint,
}

/** By operation, the handlers of those with an `x-action`. */
export function actionHandlers(engine: EngineContract): ReadonlyMap<string, ActionHandler> {
  const handlers = engine.contract.operations.flatMap((operation) => {
    const action = engine.actions.get(operation.id)
    const handler = action && handlerOf(engine, operation, action)
    return handler ? [[operation.id, handler] as const] : []
  })
  return new Map(handlers)
}

/** An action that names what is not there is a fault of the contract, and no reason to serve nothing. */
function handlerOf(engine: EngineContract, operation: Operation, action: Action): ActionHandler | undefined {
  const factory = factories[action.kind] as ActionFactory<Action> | undefined
  try {
    return factory?.(engine, operation, action)
  } catch {
    return async () => notImplemented
  }
}

import type { Action } from '../../ways/declarations.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { ActionFactory, ActionHandler, ActionTable } from './action.ts'

const factories: ActionTable = {}

/** By operation, the handlers of those with an `x-action`. */
export function actionHandlers(engine: EngineContract): ReadonlyMap<string, ActionHandler> {
  const handlers = engine.contract.operations.flatMap((operation) => {
    const action = engine.actions.get(operation.id)
    const factory = action && (factories[action.kind] as ActionFactory<Action> | undefined)
    return factory ? [[operation.id, factory(engine, operation, action)] as const] : []
  })
  return new Map(handlers)
}

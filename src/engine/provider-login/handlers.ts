import type { ActionHandler } from '../actions/action.ts'
import type { EngineContract } from '../engine-contract.ts'
import { beginLogin } from './begin.ts'
import { endLogin } from './callback.ts'
import { isProviderWay, type ProviderLogin, type ProviderWay } from './provider-login.ts'

/** By operation, the handlers of logins at providers: where they begin, and where the browser comes back to. */
export function providerLoginHandlers(engine: EngineContract): ReadonlyMap<string, ActionHandler> {
  const ways = engine.ways.filter(isProviderWay)
  const handlers = (operationOf: (way: ProviderWay) => string, made: (login: ProviderLogin) => ActionHandler) =>
    [...Map.groupBy(ways, operationOf)].flatMap(([id, [first, ...others]]) => {
      const operation = engine.contract.operations.find((each) => each.id === id)
      return operation && first ? [[id, made({ engine, operation, ways: [first, ...others] })] as const] : []
    })
  return new Map([
    ...handlers(({ redirect }) => redirect.operationId, beginLogin),
    ...handlers(({ redirect }) => redirect.callback, endLogin),
  ])
}

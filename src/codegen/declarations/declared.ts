import type { Contract, Operation } from '../../contract/contract.ts'
import { accountRules, type ServedAccounts } from '../../ways/account-rules.ts'
import type { Action, SettingDeclaration } from '../../ways/declarations.ts'
import { type FoundWay, waysOf } from '../../ways/found.ts'
import { operationAt, type Place, schemeAt } from './places.ts'

/** All that a contract declares, in the form that the schema asks for. */
export interface Declared {
  readonly contract: Contract
  readonly ways: readonly FoundWay[]
  readonly actions: readonly DeclaredAction[]
  readonly accounts: ServedAccounts
  readonly settings: Readonly<Record<string, SettingDeclaration>>
  readonly places: readonly Place[]
}

export interface DeclaredAction<Of extends Action = Action> {
  readonly operation: Operation
  readonly action: Of
  readonly at: readonly string[]
}

export function readDeclared(contract: Contract, places: readonly Place[]): Declared {
  const { document, operations } = contract
  const actions = new Map(
    places.filter(({ shape }) => shape === 'action').map(({ at, value }) => [at.join(' '), value]),
  )
  return {
    contract,
    ways: waysOf(document),
    actions: operations.flatMap((operation) => {
      const at = [...operationAt(operation), 'x-action']
      const action = actions.get(at.join(' ')) as Action | undefined
      return action ? [{ operation, action, at }] : []
    }),
    accounts: accountRules(contract),
    settings: (document['x-settings'] ?? {}) as Declared['settings'],
    places,
  }
}

export function wayAt({ scheme, name }: FoundWay): readonly string[] {
  return [...schemeAt(scheme), 'x-ways', name]
}

import { type Contract, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { operationExtension } from '../contract/extensions.ts'
import { accountRules, type ServedAccounts } from '../ways/account-rules.ts'
import type { Action } from '../ways/declarations.ts'
import { type ServedWay, servedWays } from './ways/way-rules.ts'

export type { ServedAccounts } from '../ways/account-rules.ts'

/** A contract as the engine reads it, once. */
export interface EngineContract {
  readonly id: string
  readonly contract: Contract
  readonly ways: readonly ServedWay[]
  readonly accounts: ServedAccounts
  /** By operation; another address of an operation has its action. */
  readonly actions: ReadonlyMap<string, Action>
  wayNamed(name: string): ServedWay
}

export function engineContract(id: string, document: ContractDocument): EngineContract {
  const contract = readContract(document)
  const ways = servedWays(contract)
  return {
    id,
    contract,
    ways,
    accounts: accountRules(contract),
    actions: new Map(
      contract.operations.flatMap((operation) => {
        const action = operationExtension(document, operation, 'x-action') as Action | undefined
        return action ? [[operation.id, action] as const] : []
      }),
    ),
    wayNamed(name) {
      const way = ways.find((each) => each.name === name)
      if (!way) throw new TypeError(`The contract of ${id} has no way "${name}"`)
      return way
    },
  }
}

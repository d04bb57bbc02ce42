import { type Contract, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { operationExtension } from '../contract/extensions.ts'
import type { AccountRules, Action } from '../ways/declarations.ts'
import { rolesOf } from './roles.ts'
import { type ServedWay, servedWays } from './ways/way-rules.ts'

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

/** The accounts of an API, with what is assumed where its contract says nothing. */
export type ServedAccounts = Required<AccountRules>

export function engineContract(id: string, document: ContractDocument): EngineContract {
  const contract = readContract(document)
  const ways = servedWays(contract)
  return {
    id,
    contract,
    ways,
    accounts: accountsOf(contract),
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

function accountsOf(contract: Contract): ServedAccounts {
  const { id = 'opaque', loginBy = ['email', 'login'], roles, members = {}, admits = {} } = declared(contract)
  return { id, loginBy, roles: roles ?? rolesOf(contract), members, admits }
}

function declared({ document }: Contract): AccountRules {
  return document['x-accounts'] ?? {}
}

import { type Contract, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { accountRules, type ServedAccounts } from '../ways/account-rules.ts'
import { type FoundWay, waysOf } from '../ways/found.ts'

/** What a seed is checked against. */
export interface Expected {
  readonly contract: Contract
  readonly accounts: ServedAccounts
  readonly ways: readonly FoundWay[]
}

export function expectedOf(document: ContractDocument): Expected {
  const contract = readContract(document)
  return { contract, accounts: accountRules(contract), ways: waysOf(document) }
}

import type { Contract } from '../contract/contract.ts'
import type { ApiSource } from './sources.ts'

/** The operations that rest on a fact, by their ids; the contract as a whole where it does. */
export function citationsOf(
  { operations, facts }: Contract,
  fact: string,
): { readonly operations: string[]; readonly whole: boolean } {
  const citing = operations.filter((operation) =>
    [operation.facts, ...[...operation.responses.values()].map((response) => response.facts)].flat().includes(fact),
  )
  return { operations: citing.map(({ id }) => id), whole: facts.includes(fact) }
}

/** The checks that hold a fact. */
export function checksFor({ checks }: ApiSource, fact: string): ApiSource['checks'] {
  return checks.filter(({ facts }) => facts.includes(fact))
}

/** What a check is linked by. */
export function checkAnchor(id: string): string {
  return id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

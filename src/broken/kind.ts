import type { Plan } from '../conformance/derived/plan.ts'
import type { Break } from './breaking.ts'

/** A mistake that a server of any contract can make, in the engine. */
export interface Kind {
  readonly id: string
  /** What a reviewer would see in the diff. */
  readonly title: string
  /** The rules that are most likely to see it, whose checks are run first. */
  readonly rules: readonly string[]
  /** What makes the mistake; undefined for a contract that has nothing to make it in. */
  readonly breaks: (plan: Plan) => Break | undefined
  /** Whether its mistake is the 500, which proves nothing of others. */
  readonly crashes?: true
}

/** The mistake at each of some operations; undefined without one. */
export function atEach(operations: readonly string[], change: (operation: string) => Break): Break | undefined {
  const unique = [...new Set(operations)]
  if (unique.length === 0) return undefined
  return (api) => unique.reduce((broken, operation) => change(operation)(broken), api)
}

/** The mistake where the contract has a place for it. */
export function where(applies: boolean, change: () => Break | undefined): Break | undefined {
  return applies ? change() : undefined
}

import type { Mutant } from './mutant.ts'

export const usage = `Usage: npm run mutants [-- PART…]

Judges every mutant, or those whose id has one of the parts in it, and prints the score.
Without parts, then the variants that are generated for each contract.
Ids begin with the API: khe/ or refresh are parts.
`

export function isUsageAsked(words: readonly string[]): boolean {
  return words.some((word) => word === '--help' || word === '-h')
}

/** The mutants whose ids have one of the parts in them, all of them without parts, and the first part that no id has. */
export function chosen(parts: readonly string[], mutants: readonly Mutant[]): Chosen {
  return {
    mutants: mutants.filter(({ id }) => parts.length === 0 || parts.some((part) => id.includes(part))),
    unmatched: parts.find((part) => !mutants.some(({ id }) => id.includes(part))),
  }
}

interface Chosen {
  readonly mutants: readonly Mutant[]
  readonly unmatched: string | undefined
}

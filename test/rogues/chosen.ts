import type { Rogue } from './rogue.ts'

export const usage = `Usage: npm run rogues [-- PART…]

Judges every rogue, or those whose id has one of the parts in it, and prints the score.
Ids begin with the API: khe/ or refresh are parts.
`

export function isUsageAsked(words: readonly string[]): boolean {
  return words.some((word) => word === '--help' || word === '-h')
}

/** The rogues whose ids have one of the parts in them, all of them without parts, and the first part that no id has. */
export function chosen(parts: readonly string[], rogues: readonly Rogue[]): Chosen {
  return {
    rogues: rogues.filter(({ id }) => parts.length === 0 || parts.some((part) => id.includes(part))),
    unmatched: parts.find((part) => !rogues.some(({ id }) => id.includes(part))),
  }
}

interface Chosen {
  readonly rogues: readonly Rogue[]
  readonly unmatched: string | undefined
}

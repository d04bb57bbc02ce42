import { declarationFaults } from '../codegen/declarations/declaration-faults.ts'
import type { ContractDocument } from '../contract/document.ts'
import type { Guess } from './guess.ts'
import { withChanges } from './merge.ts'

/** A guess that is left out, and why. */
export interface LeftOut {
  readonly guess: Guess
  readonly why: string
}

export interface Checked {
  readonly taken: readonly Guess[]
  readonly leftOut: readonly LeftOut[]
  /** The contract with what is taken. */
  readonly document: ContractDocument
}

/** Takes the guesses that are chosen, but for those that the lint refuses and those that build upon one that is not taken. */
export function takeGuesses(
  document: ContractDocument,
  guesses: readonly Guess[],
  isChosen: (guess: Guess) => boolean,
): Checked {
  let taken = guesses.filter(isChosen)
  const leftOut: LeftOut[] = []
  for (;;) {
    const ids = new Set(taken.map(({ id }) => id))
    const baseless = taken.filter(({ needs }) => needs.some((need) => !ids.has(need)))
    const declared = withChanges(
      document,
      taken.flatMap(({ changes }) => changes),
    )
    const wrong =
      baseless.length > 0
        ? baseless.map((guess) => ({ guess, why: whyBaseless(guess, guesses) }))
        : refused(declared, taken)
    if (wrong.length === 0) return { taken, leftOut, document: declared }
    leftOut.push(...wrong)
    const gone = new Set(wrong.map(({ guess }) => guess.id))
    taken = taken.filter(({ id }) => !gone.has(id))
  }
}

function whyBaseless({ needs }: Guess, guesses: readonly Guess[]): string {
  const needed = guesses.filter(({ id }) => needs.includes(id)).map(({ subject, what }) => `${subject} (${what})`)
  return `it builds upon ${needed.join(' and ') || 'what is not declared'}`
}

/** The guesses that something is wrong with: the last ones that changed the place of a fault. */
function refused(document: ContractDocument, taken: readonly Guess[]): readonly LeftOut[] {
  const faults = declarationFaults(document).filter((fault) => !('isWarning' in fault && fault.isWarning))
  const found = faults.flatMap(({ at, message }) => {
    const near = taken.map((guess) => ({ guess, depth: depthOf(guess, at) })).filter(({ depth }) => depth > 0)
    const most = Math.max(...near.map(({ depth }) => depth))
    const guess = near.findLast(({ depth }) => depth === most)?.guess
    return guess ? [{ guess, why: message }] : []
  })
  return found.filter(({ guess }, at) => found.findIndex((each) => each.guess.id === guess.id) === at)
}

/** How many names of a place a guess has changed; 0 if it has changed nothing there. */
function depthOf({ changes }: Guess, place: readonly string[]): number {
  return Math.max(
    0,
    ...changes.map(({ at, value }) =>
      at.every((name, index) => name === place[index]) ? at.length + depthIn(value, place.slice(at.length)) : 0,
    ),
  )
}

function depthIn(value: unknown, [name, ...rest]: readonly string[]): number {
  if (name === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return 0
  return 1 + depthIn((value as Readonly<Record<string, unknown>>)[name], rest)
}

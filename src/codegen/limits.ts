import type { Document } from '@redocly/openapi-core'
import { faultLine, pointerOf } from './problem.ts'

/** The contract and all files it refers to may have so many bytes together. */
export const mostBytes = 50 * 1024 * 1024

/** YAML aliases, and references in examples, may repeat so many values. */
export const mostCopies = 1_000_000

/** How far a value exceeds what can be written out as a tree, and where within it. */
interface Excess {
  readonly pointer: readonly string[]
  readonly problem: 'endless' | 'too many copies'
}

/** What a value is as a tree. */
interface Extent {
  readonly excess: Excess | undefined
  /** Whether an object stands at more than one place of it. */
  readonly repeats: boolean
}

/**
 * Finds what cannot be written out as a tree, in time linear in what is there: an object within itself, or more than
 * {@link mostCopies} repeated values. A few nested YAML aliases make billions of values of a few hundred bytes.
 */
function extentOf(root: unknown, length: number): Extent {
  const sizes = new Map<object, number>()
  const open = new Set<object>()
  const pointer: string[] = []
  let copies = 0
  let excess: Excess | undefined
  const measure = (node: unknown): number => {
    if (typeof node === 'string') return weightOf(node)
    if (typeof node !== 'object' || node === null || excess) return 1
    const known = sizes.get(node)
    copies += known ?? 0
    if (open.has(node)) excess = { pointer: [...pointer], problem: 'endless' }
    else if (copies > mostCopies) excess = { pointer: [...pointer], problem: 'too many copies' }
    if (excess || known !== undefined) return known ?? 1
    open.add(node)
    let size = 1
    for (const [key, member] of Object.entries(node)) {
      pointer.push(key)
      size += measure(member)
      pointer.pop()
    }
    open.delete(node)
    sizes.set(node, size)
    return size
  }
  // A text that an alias repeats is no object, so that only the whole tells of it.
  if (measure(root) - length > mostCopies) excess ??= { pointer: [], problem: 'too many copies' }
  return { excess, repeats: copies > 0 }
}

/** How many values a text counts as: a long one takes the room of many. */
export function weightOf(text: string): number {
  return 1 + Math.trunc(text.length / 64)
}

/** What to say of each excess. */
export type ExcessWords = Readonly<Record<Excess['problem'], string>>

/** A line for the first excess of a document, and whether it repeats objects. */
export function measured({ source, parsed }: Document, words: ExcessWords) {
  const { excess, repeats } = extentOf(parsed, source.body.length)
  if (!excess) return { lines: [], repeats }
  const fault = { source, pointer: pointerOf(excess.pointer), rule: 'limits', message: words[excess.problem] }
  return { lines: [faultLine(fault)], repeats }
}

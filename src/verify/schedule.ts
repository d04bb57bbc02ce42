import type { Need } from '../conformance/hooks.ts'
import { isInputNeed } from '../conformance/target.ts'
import type { AnyCheck } from './subject.ts'

/** What a check may need that leaves alone what other checks see of the same server. */
const harmless: ReadonlySet<Need> = new Set([
  'server',
  'createAccount',
  'createClient',
  'issueKey',
  'issueCredential',
  'readMessage',
])

/** Whether a check can run while others do: one that measures time cannot, nor one that changes what all see. */
export function canRunBeside({ tags, needs }: AnyCheck, hasOwnWorld: boolean): boolean {
  if (tags.includes('timing')) return false
  if (hasOwnWorld) return true
  return !tags.includes('throttling') && needs.every((need) => harmless.has(need) || isInputNeed(need))
}

/** Works through items in their order, so many at once. */
export async function inParallel<Item>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
}

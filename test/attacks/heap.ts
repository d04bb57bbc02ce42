import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const collectGarbage = garbageCollector()

/** The bytes of everything that is still held, on the heap of V8 and beside it. */
function heldBytes(): number {
  for (let round = 0; round < 3; round++) collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/**
 * By how many bytes the heap grows with some work: the least of three rounds if the first ones grow by more than is allowed. What leaks
 * grows each time; what another test left behind does not.
 */
export async function growthOf(work: () => Promise<unknown>, allowed: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3 && least >= allowed; round++) {
    const before = heldBytes()
    await work()
    least = Math.min(least, heldBytes() - before)
  }
  return least
}

/** The collector, which Node shows only to those who ask. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

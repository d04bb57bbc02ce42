import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const collectGarbage = garbageCollector()

/** The bytes of everything that is still held, on the heap of V8 and beside it. */
export function heldBytes(): number {
  for (let round = 0; round < 3; round++) collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The collector, which Node shows only to those who ask. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

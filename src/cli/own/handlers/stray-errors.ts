import { inspect } from 'node:util'
import type { Output } from '../../output.ts'
import { handlersLine } from './load-faults.ts'
import { placeOf } from './source-place.ts'

/**
 * Keeps the server running when a handler's code fails after its reply, such as in a timer or a promise that nothing waits for:
 * Node would end the process. What fails elsewhere still ends it.
 */
export function outliveHandlers({ error: write }: Output): void {
  process.on('uncaughtException', (error: unknown) => {
    const line = strayLine(error)
    if (line !== undefined) return write(`${line}\n`)
    write(`${inspect(error)}\n`)
    process.exit(1)
  })
}

/** What is said of an error that nothing caught; undefined if it does not come from a handlers file. */
export function strayLine(error: unknown): string | undefined {
  const place = placeOf(error)
  if (!place || !(error instanceof Error)) return undefined
  return handlersLine(place, `${error.name} that nothing catches: ${error.message}; await what can fail`)
}

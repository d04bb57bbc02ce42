import { styleText } from 'node:util'
import type { Screen } from '../verify/reports/console.ts'

/** A live line and colours on a terminal alone, and no colours with NO_COLOR. */
export const screen: Screen = {
  write: (text) => void process.stdout.write(text),
  isLive: process.stdout.isTTY === true,
  columns: process.stdout.columns ?? 80,
  paint: (style, text) => styleText(style, text, { stream: process.stdout }),
}

/** The first signal ends the run and lets it report; the second ends the process. */
export function stopOnSignal(): AbortController {
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130)
    stopping.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return stopping
}

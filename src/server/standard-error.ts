import { inspect } from 'node:util'
import type { Log } from './pipeline.ts'

/** The log of a server that names none. */
export const standardError: Log = {
  error: (details, message) => void process.stderr.write(`${message}: ${inspect(details)}\n`),
  warn: (_, message) => void process.stderr.write(`${message}\n`),
}

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants } from 'node:os'
import { UsageFailure } from './failure.ts'
import type { OwnOptions } from './own/options.ts'
import { beginReading } from './own/reading.ts'
import { serve } from './run-start.ts'
import type { Servers } from './start-servers.ts'

type Options = OwnOptions & { readonly config?: string; readonly data: string }

/** Serves APIs on free ports of this machine, with state that goes unless a file is named for it. */
export async function serveOnFreePorts(
  words: readonly string[],
  options: Options,
  environment: NodeJS.ProcessEnv,
): Promise<Servers> {
  const reading = await beginReading(words, options, environment)
  // Nothing outlives a server in memory, so that no file has to keep its secret.
  const secret = environment.LATCHKEY_SECRET ?? randomBytes(32).toString('base64')
  const own = options.data === ':memory:' ? { ...environment, LATCHKEY_SECRET: secret } : environment
  const where = { host: 'localhost', port: 0, mockPort: 0, allowHost: [], logLevel: 'warn' } as const
  const { servers } = await serve(reading, { ...options, ...where }, own)
  return servers
}

/** Runs a command with a server; what the command ended with, and 128 and its number for a signal, as shells have it. */
export async function runWithServer(
  [name = '', ...rest]: readonly string[],
  words: readonly string[],
  options: Options,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const servers = await serveOnFreePorts(words, options, environment)
  try {
    return await runToEnd(name, rest, { ...environment, ...addressesOf(servers) })
  } finally {
    await servers.stop()
  }
}

function addressesOf({ port, mockPort }: Servers) {
  return { LATCHKEY_URL: `http://localhost:${port}`, LATCHKEY_MOCK_URL: `http://localhost:${mockPort}` }
}

function runToEnd(name: string, rest: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, rest, { stdio: 'inherit', env })
    // A terminal sends its signal to the command as well; a signal to this process alone is passed on.
    const pass = (signal: NodeJS.Signals) => void child.kill(signal)
    process.on('SIGINT', () => undefined).on('SIGTERM', pass)
    child.once('error', (error) => reject(new UsageFailure(`"${name}" cannot be run: ${error.message}`)))
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

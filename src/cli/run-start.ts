import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createPasswords, defaultPasswordCost } from '../auth/password.ts'
import { openMockThread } from '../mock/start-mock.ts'
import { isBuilt } from '../reference/static-site.ts'
import { banner, painted } from './banner.ts'
import { Failure, printable } from './failure.ts'
import { createLog } from './log.ts'
import { providerSetups } from './providers.ts'
import { type Reach, reachOf } from './reach.ts'
import { checkToken, installationSecret } from './secret.ts'
import { servedApis } from './served-apis.ts'
import { consoleSite, sites } from './sites.ts'
import type { Servers } from './start-servers.ts'

/** What \`latchkey start\` is told on its command line. */
export interface StartOptions {
  readonly port: number
  readonly mockPort: number
  readonly host: string
  readonly allowHost: readonly string[]
  readonly publicUrl?: string
  readonly data: string
  readonly demo?: boolean
  readonly logLevel: string
}

/** A line that cannot be written is lost: no full disk and no reader that went away may hold up the service. */
const standardError = {
  write(line: string): void {
    try {
      const bytes = Buffer.from(line)
      for (let written = 0; written < bytes.length; ) written += writeSync(2, bytes, written)
    } catch {
      // There is nobody left to tell.
    }
  },
}

/** A variable that is set to say no must not count as yes. */
function isTrue(value: string | undefined, name: string): boolean {
  if (value === 'true' || value === '1') return true
  if (value === undefined || value === '' || value === 'false' || value === '0') return false
  throw new Failure(`${name} must be true or false; it is "${value}"`)
}

/** Starts the reference server and the mocks, and stops them when the process is asked to end. */
export async function start(
  wanted: readonly string[],
  options: StartOptions,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const apis = await servedApis(wanted)
  const reach = reachOf(options)
  const { onLoopback } = reach
  const folder = options.data === ':memory:' ? '.latchkey' : dirname(options.data)
  const serversOptions = {
    apis,
    secret: installationSecret(environment.LATCHKEY_SECRET, join(folder, 'secret'), onLoopback),
    clock: Date.now,
    passwords: createPasswords(defaultPasswordCost, randomBytes),
    log: createLog(options.logLevel, standardError),
    hosts: reach.hosts,
    publicOrigin: reach.publicOrigin,
    providers: providerSetups(environment),
    controlToken: controlToken(environment.LATCHKEY_CONTROL_TOKEN, onLoopback),
    demo: onLoopback || options.demo === true || isTrue(environment.LATCHKEY_DEMO, 'LATCHKEY_DEMO'),
    data: options.data,
    sites,
    host: options.host,
    port: options.port,
    mockPort: options.mockPort,
  }
  insistOnName(reach, options.host)
  // The thread loads Prism while this one loads the server.
  const thread = openMockThread()
  const { startServers } = await import('./start-servers.ts')
  const servers = await startServers(serversOptions, thread)
  // First, so that a signal sent as soon as it says that it is ready stops it.
  stopOnSignal(servers)
  process.stdout.write(
    `${banner({ ...servers, ...reach.addresses(servers) }, painted, isBuilt(consoleSite) ? undefined : consoleSite.command)}\n`,
  )
}

/** Off loopback the control API asks for a token, and there is no default for one. */
function controlToken(given: string | undefined, onLoopback: boolean): string | undefined {
  if (given === undefined && !onLoopback) {
    throw new Failure(
      'Off loopback the control API needs a token: set LATCHKEY_CONTROL_TOKEN to a random text of 32 characters or more',
    )
  }
  return given === undefined ? undefined : checkToken(given)
}

/** Requests at names that nobody told it of are refused, so that a server that has none could not be reached. */
function insistOnName({ hasName }: Reach, host: string): void {
  if (hasName) return
  throw new Failure(
    `--host ${host} is every address of this machine, and does not say by which name Latchkey is reached: add --allow-host NAME for each name (--allow-host localhost for a mapped port), or --public-url URL`,
  )
}

/** The first signal drains, the second ends at once; requests that had to be cut off show in the exit code. */
function stopOnSignal(servers: Servers): void {
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    servers.stop().then(
      (answered) => process.exit(answered ? 0 : 1),
      (error: unknown) => {
        process.stderr.write(`${printable(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
}

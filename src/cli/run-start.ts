import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createPasswords, defaultPasswordCost } from '../auth/password.ts'
import { openMockThread } from '../mock/start-mock.ts'
import { isBuilt } from '../reference/static-site.ts'
import type { Api } from '../served/api.ts'
import { banner, checkText } from './banner.ts'
import { Failure, printable, UsageFailure } from './failure.ts'
import { isTrue } from './is-true.ts'
import { createLog } from './log.ts'
import { type Output, standardOutput } from './output.ts'
import { type Following, followFiles } from './own/follow.ts'
import { FollowedOwnApi } from './own/followed-api.ts'
import { FollowedBuiltInApi } from './own/followed-built-in.ts'
import type { Insist } from './own/followed-config.ts'
import { outliveHandlers } from './own/handlers/stray-errors.ts'
import { writeHandlerTypes } from './own/handlers/write-types.ts'
import type { Loaded } from './own/load.ts'
import type { OwnOptions } from './own/options.ts'
import type { Reading } from './own/reading.ts'
import { painted } from './paint.ts'
import { providerSetups } from './providers.ts'
import { type Reach, reachOf } from './reach.ts'
import { checkToken, installationSecret } from './secret.ts'
import { consoleSite, sites } from './sites.ts'
import type { Servers } from './start-servers.ts'

/** What \`latchkey start\` is told on its command line. */
export interface StartOptions extends OwnOptions {
  /** Says what would be served, and stops. */
  readonly check?: boolean
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

/** Starts the reference server and the mocks, and stops them when the process is asked to end. */
export async function start(
  reading: Reading,
  options: StartOptions,
  environment: NodeJS.ProcessEnv,
  output: Output = standardOutput,
): Promise<void> {
  const reach = reachOf(options)
  const { config } = reading
  if (options.check) return output.out(await checked(reading, reach, options))
  const { servers, own, insist } = await serve(reading, options, environment)
  // First, so that a signal sent as soon as it says that it is ready stops it.
  stopOnSignal(servers)
  // Before it says that it is ready, so that no change is missed from then on.
  follow(reading, own, servers, { output, insist })
  const announced = { ...servers, ...reach.addresses(servers), own, config: config?.file }
  output.out(`${banner(announced, painted, isBuilt(consoleSite) ? undefined : consoleSite.command)}\n`)
  if (own.some(({ handlers }) => handlers)) outliveHandlers(output)
  for (const loaded of own) void writeHandlerTypes(loaded, output)
}

/** What is served, and what its seeds have to be. */
interface Serving {
  readonly servers: Servers
  readonly own: readonly Loaded[]
  readonly insist: Insist | undefined
}

/** Starts the reference server and the mocks, both listening. */
export async function serve(
  reading: Reading,
  options: Omit<StartOptions, 'check'>,
  environment: NodeJS.ProcessEnv,
): Promise<Serving> {
  const reach = reachOf(options)
  const { onLoopback } = reach
  const { builtIn, folder, seeds } = reading
  const serversOptions = {
    apis: builtIn,
    seeds,
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
  // Its thread loads the mocks while this one loads the server, and another reads the contracts.
  const thread = openMockThread()
  const { startServers } = await import('./start-servers.ts')
  const own = await reading.own
  const sources = [...own.flatMap(({ setup }) => setup.seed ?? []), ...seeds.values()]
  const insist = serversOptions.demo ? undefined : (await import('./own/published-secrets.ts')).insistOnOwnSecrets
  insist?.(sources)
  const servers = await startServers({ ...serversOptions, own: own.map(({ own: { api } }) => api) }, thread)
  return { servers, own, insist }
}

/** Says what would be served where, with the demo data that it would have. */
async function checked(
  { own: loading, builtIn, seeds, config }: Reading,
  reach: Reach,
  options: StartOptions,
): Promise<string> {
  const own = await loading
  const { loadApis } = await import('../reference/load-apis.ts')
  const apis = [...own.map(({ own: { api } }) => api), ...(await loadApis(builtIn, undefined, seeds))]
  const announced = { apis, demo: reach.onLoopback || options.demo === true, ...reach.addresses(options) }
  return checkText({ ...announced, own, config: config?.file }, painted)
}

/** Serves what changes for as long as the process runs; that files are watched no more is no reason to stop. */
function follow(
  { builtIn, loading, config, seeds }: Reading,
  own: readonly Loaded[],
  servers: Servers,
  { output, insist }: { readonly output: Output; readonly insist: Insist | undefined },
): void {
  const replace = (api: Api) => servers.replace(api)
  const readAgain = (loaded: Loaded) => void writeHandlerTypes(loaded, output)
  const apis = [
    ...own.map((loaded) => new FollowedOwnApi(loaded, loading, replace, readAgain)),
    ...(config ? builtIn.map((id) => new FollowedBuiltInApi(id, seeds.get(id), replace)) : []),
  ]
  if (apis.length === 0) return
  const tell: Following['tell'] = (id, news) => servers.reloaded(id, news)
  followFiles({ apis, config, output, insist, tell }).catch((error: unknown) =>
    output.error(`Changes of files are not picked up any more. ${printable(error)}\n`),
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
  throw new UsageFailure(
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
        standardOutput.error(`${printable(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
}

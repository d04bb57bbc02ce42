import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { builtInIds } from '../src/catalogue/built-in.ts'
import { type Servers, type ServersOptions, startServers } from '../src/cli/start-servers.ts'
import { once } from '../src/contract/once.ts'
import { limits } from '../src/net/limits.ts'
import { loadApis } from '../src/reference/load-apis.ts'
import { type ReferenceServer, startReferenceServer } from '../src/reference/reference-server.ts'
import type { Api } from '../src/served/api.ts'
import { mountApi } from '../src/server/mounted-api.ts'
import type { Store } from '../src/store/store.ts'
import { cheapPasswords } from './passwords.ts'

/** Reference server and mocks of a test file: a store in a real file, free ports, silent. */
export interface TestServers extends Servers {
  readonly folder: string
}

/** The reference server alone: it starts in half a second instead of two. */
export interface TestServer extends Pick<TestServers, 'port' | 'folder' | 'reloaded'> {
  readonly store: Store
  stop(): Promise<boolean>
}

export async function startTestServers(options: Partial<ServersOptions> = {}): Promise<TestServers> {
  const folder = newFolderInMemory()
  const servers = await startServers({ ...usual(folder), apis: builtInIds(), ...options })
  return { ...servers, folder, stop: () => stopIn(folder, servers) }
}

interface TestServerOptions extends Partial<Omit<ServersOptions, 'apis'>> {
  /** APIs to serve in addition to the built-in ones. */
  readonly ownApis?: readonly Api[]
}

export async function startTestServer({ ownApis = [], ...options }: TestServerOptions = {}): Promise<TestServer> {
  const folder = newFolderInMemory()
  const server = await startReferenceServer({
    ...usual(folder),
    ...options,
    apis: [...(await mountedApis()), ...ownApis.map(mountApi)],
    isReady: () => true,
  })
  const { port, store, reloaded } = server
  return { port, store, folder, reloaded, stop: () => stopIn(folder, server) }
}

/** Every API, compiled once for all the servers of a worker. */
const mountedApis = once(async () => (await loadApis(builtInIds())).map(mountApi))

/** No client shall find that its connection fell idle just now, however slow the machine. */
const patient = { ...limits, server: { ...limits.server, keepAliveTimeout: 60_000 } }

/**
 * A new folder, in memory where the system has one there: waiting for a disk to sync is a third of what a suite takes,
 * and what is promised of disks is tested in `test/server` and `test/faults`, on a disk.
 */
export function newFolderInMemory(): string {
  return mkdtempSync(join(hasRoom(shared) ? shared : tmpdir(), 'latchkey-'))
}

/** A file system in memory, as Linux has it. */
const shared = '/dev/shm'

/** Bytes that a run of the tests never takes. */
const enough = 1 << 29

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > enough
}

function usual(folder: string): Omit<ServersOptions, 'apis'> {
  return {
    data: join(folder, 'data.db'),
    secret: randomBytes(32),
    clock: Date.now,
    passwords: cheapPasswords,
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    mockPort: 0,
    hosts: [],
    demo: true,
    providers: {},
    controlToken: undefined,
    limits: patient,
  }
}

async function stopIn(folder: string, servers: Pick<Servers | ReferenceServer, 'stop'>): Promise<boolean> {
  const answered = await servers.stop()
  rmSync(folder, { recursive: true, force: true })
  return answered
}

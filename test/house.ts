import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type House, type HouseOptions, startHouse } from '../src/cli/house.ts'
import { limits } from '../src/net/limits.ts'
import { apiIds, loadApis } from '../src/reference/house.ts'
import { type ReferenceServer, startReferenceServer } from '../src/reference/reference-server.ts'
import { mountApi } from '../src/server/mounted-api.ts'

/** A house of its own for a test file: a real store on the disk, free ports, silent. */
export interface TestHouse extends House {
  readonly folder: string
}

/** The reference server of such a house alone: half a second instead of two. */
export interface TestServer extends Pick<TestHouse, 'port' | 'server' | 'folder'> {
  stop(): Promise<boolean>
}

export async function startTestHouse(options: Partial<HouseOptions> = {}): Promise<TestHouse> {
  const folder = newFolder()
  const house = await startHouse({ ...usual(folder), apis: await apiIds(), ...options })
  return { ...house, folder, stop: () => stopIn(folder, house) }
}

export async function startTestServer(options: Partial<Omit<HouseOptions, 'apis'>> = {}): Promise<TestServer> {
  const folder = newFolder()
  const apis = await loadApis(await apiIds())
  const server = await startReferenceServer({
    ...usual(folder),
    ...options,
    apis: apis.map(mountApi),
    isReady: () => true,
  })
  return { port: server.port, server, folder, stop: () => stopIn(folder, server) }
}

/** No client shall find that its connection fell idle just now, however slow the machine. */
const patient = { ...limits, server: { ...limits.server, keepAliveTimeout: 60_000 } }

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'latchkey-'))
}

function usual(folder: string): Omit<HouseOptions, 'apis'> {
  return {
    data: join(folder, 'data.db'),
    secret: randomBytes(32),
    clock: Date.now,
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

async function stopIn(folder: string, house: Pick<House | ReferenceServer, 'stop'>): Promise<boolean> {
  const answered = await house.stop()
  rmSync(folder, { recursive: true, force: true })
  return answered
}

import { cpSync, openSync, readFileSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { printable } from '../../src/cli/failure.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { startReferenceServer } from '../../src/reference/reference-server.ts'
import { mountApi } from '../../src/server/mounted-api.ts'
import { StoreRefused } from '../../src/store/database.ts'
import { cheapPasswords } from '../passwords.ts'
import { clearUp, newFolder, start, startAlone } from '../server/child.ts'
import { findLanes, type Lane } from './lanes.ts'
import { change, expectAlive, isSuccess, issueAll, originOf, secret, untilRefused } from './running-store.ts'
import { smallDisk } from './small-disk.ts'

const disk = smallDisk()

// Every test starts servers, on machines that do other things too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** A store with something in it, from a server that was stopped as it should be. */
let made: string
let lanes: Lane[]

beforeAll(async () => {
  made = join(newFolder(), 'data.db')
  const server = await startAlone(made, secret)
  lanes = (await findLanes((world) => originOf(server, world))).filter(({ ending }) => !ending)
  expect((await server.stop()).code).toBe(0)
})

afterAll(() => {
  disk?.remove()
  clearUp()
})

/** A copy of the store, in the hands of a test. */
function copyOf(file = made): string {
  const copy = join(newFolder(), 'data.db')
  cpSync(file, copy)
  return copy
}

/** Does not start, and says what to do; the command line prints just that, in one line. */
async function expectRefusal(data: string, says: RegExp): Promise<void> {
  const apis = await loadApis(['nebula-block', 'sandbox'])
  const options = { ...quiet, secret: Buffer.from(secret.LATCHKEY_SECRET, 'hex'), apis: apis.map(mountApi), data }
  const error: unknown = await startReferenceServer(options).then(
    (server) => server.stop(),
    (failure) => failure,
  )
  expect(error).toBeInstanceOf(StoreRefused)
  expect(printable(error)).toMatch(says)
  expect(printable(error)).not.toContain('\n')
}

const quiet = {
  clock: Date.now,
  passwords: cheapPasswords,
  log: pino({ level: 'silent' }),
  host: '127.0.0.1',
  port: 0,
  hosts: [],
  demo: true,
  providers: {},
  controlToken: undefined,
  isReady: () => true,
}

function overwrite(file: string, from: number, bytes: number): void {
  writeSync(openSync(file, 'r+'), Buffer.alloc(bytes, 0xa5), 0, bytes, from)
}

const page = 4_096

test('ST08: a store whose pages are spoilt behind a good header is refused in one line', async () => {
  const file = copyOf()
  overwrite(file, page, statSync(file).size - page)
  await expectRefusal(file, /damaged.*restore it from a copy, or move it away/)
})

test('ST08: a store that is cut off is refused in one line, and not begun anew', async () => {
  const file = copyOf()
  truncateSync(file, page * 3)
  const before = readFileSync(file)
  await expectRefusal(file, /damaged.*restore it from a copy, or move it away/)
  expect(readFileSync(file).length).toBe(before.length)
})

test('ST06, ST14: nobody else can lock, read or write the store of a running server, which goes on', async () => {
  const file = join(newFolder(), 'data.db')
  const server = await startAlone(file, secret)
  const other = new DatabaseSync(file, { timeout: 0 })
  for (const sql of ['BEGIN EXCLUSIVE', 'SELECT count(*) FROM secrets', 'DELETE FROM secrets'])
    expect(() => other.prepare(sql).all()).toThrow(/locked/)
  other.close()
  await expectRefusal(file, /another process holds it; stop that one/)
  await expectAlive(await issueAll(lanes, originOf(server)), originOf(server))
  expect((await server.stop()).code).toBe(0)
})

test.skipIf(!disk)(
  'ST05: a full disk refuses what writes and lets the rest go on, and heals without a restart',
  { tags: 'full' },
  async () => {
    if (!disk) return
    const file = join(disk.folder, 'full', 'data.db')
    const server = await start(['--data', file], secret)
    const origin = originOf(server)
    const kept = await issueAll(lanes, origin)
    disk.fill()
    const refused = await untilRefused(origin)
    expect(refused).toMatchObject({ status: 503, retryAfter: '1' })
    await expectAlive(kept, origin)
    disk.makeRoom()
    kept.push(...(await issueAll(lanes, origin)))
    expect((await server.stop()).code).toBe(0)
    const again = await start(['--data', file], secret)
    await expectAlive(kept, originOf(again))
    expect((await again.stop()).code).toBe(0)
    disk.fill()
    await expectRefusal(
      join(disk.folder, 'other', 'data.db'),
      /the disk is full; make room, or choose another file with --data/,
    )
    disk.makeRoom()
    disk.lock()
    await expectRefusal(file, /cannot be written; check the path, its owner and mode/)
  },
)

test('ST10: the end of a log that never reached the disk is left out, and nothing before it', {
  tags: 'full',
}, async () => {
  const file = join(newFolder(), 'data.db')
  const server = await startAlone(file, secret)
  const [lane] = lanes
  const first = await lane?.issue(originOf(server))
  const complete = statSync(`${file}-wal`).size
  await change(originOf(server), 1)
  await server.stop('SIGKILL')
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(complete)
  truncateSync(`${file}-wal`, complete + 100)
  const again = await start(['--data', file], secret)
  expect(first && (await lane?.use(originOf(again), first))).toSatisfy(isSuccess)
  expect((await again.stop()).code).toBe(0)
})

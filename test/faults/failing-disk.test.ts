import { copyFileSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Deviation } from '../../src/conformance/deviation.ts'
import { clearUp, newFolder, start, startAlone } from '../server/child.ts'
import { startTestServer } from '../test-server.ts'
import { canLimit, failingDisk, failSyncs, limitFiles, mendSyncs } from './failing-disk.ts'
import { findLanes, type Lane } from './lanes.ts'
import { answered, change, expectAlive, integrity, issueAll, originOf, secret, untilRefused } from './running-store.ts'

const failing = failingDisk()
const environment = { ...secret, ...failing }

// Every test starts servers, on machines that do other things too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const refused = { status: 503, retryAfter: '1' }
const accepted = { status: 200, retryAfter: null }

let lanes: Lane[]

beforeAll(async () => {
  const server = await startTestServer()
  lanes = (await findLanes((world) => originOf(server, world))).filter(({ ending }) => !ending)
  await server.stop()
})

afterAll(clearUp)

test.skipIf(!failing)(
  'ST04: what cannot be synced is refused and not kept; what was acknowledged before and after is there',
  async () => {
    const file = join(newFolder(), 'data.db')
    const server = await startAlone(file, environment)
    const origin = originOf(server)
    const kept = await issueAll(lanes, origin)
    const synced = statSync(`${file}-wal`).size
    failSyncs(`${file}-wal`)
    for (const count of [1, 2]) expect(await answered(change(origin, count))).toEqual(refused)
    for (const [lane, { credential }] of kept) expect([503, credential]).toContainEqual(await tryToIssue(lane, origin))
    await expectAlive(kept, origin)
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(synced)
    // What a system does with pages that it could not write: it forgets them, and calls the next sync a success.
    truncateSync(`${file}-wal`, synced)
    mendSyncs(`${file}-wal`)
    kept.push(...(await issueAll(lanes, origin)))
    expect((await server.stop('SIGKILL')).signal).toBe('SIGKILL')
    expect(integrity(file)).toBe('ok')
    const again = await start(['--data', file], environment)
    await expectAlive(kept, originOf(again))
    expect((await again.stop()).code).toBe(0)
  },
)

/** The credential that was issued, which may be one from before, or the status of the refusal. */
function tryToIssue(lane: Lane, origin: string): Promise<unknown> {
  return lane.issue(origin).then(
    ({ credential }) => credential,
    (error) => Number(error instanceof Deviation && error.received.replace('status ', '')),
  )
}

/** In bytes: beyond this SQLite moves what is in the log to the main file at every commit. */
const fullLog = 1_000 * 4_120

test.skipIf(!failing)(
  'ST04: a main file that cannot be synced loses nothing, since the log keeps it all',
  { tags: 'full' },
  async () => {
    const file = join(newFolder(), 'data.db')
    const server = await startAlone(file, environment)
    const origin = originOf(server)
    const kept = await issueAll(lanes, origin)
    copyFileSync(file, `${file}.old`)
    failSyncs(file)
    for (let count = 1; statSync(`${file}-wal`).size < 1.05 * fullLog; count++)
      expect(await answered(change(origin, count))).toEqual(accepted)
    kept.push(...(await issueAll(lanes, origin)))
    expect((await server.stop('SIGKILL')).signal).toBe('SIGKILL')
    // It was written to, and the system forgets what it could not write.
    expect(readFileSync(file).equals(readFileSync(`${file}.old`))).toBe(false)
    mendSyncs(file)
    copyFileSync(`${file}.old`, file)
    expect(integrity(file)).toBe('ok')
    const again = await start(['--data', file], environment)
    await expectAlive(kept, originOf(again))
    expect((await again.stop()).code).toBe(0)
  },
)

test.skipIf(!failing)(
  'ST04: a disk that fails ends no server that stops, and begins no store',
  { tags: 'full' },
  async () => {
    const [file, other] = [join(newFolder(), 'data.db'), join(newFolder(), 'data.db')]
    const server = await start(['--data', file], environment)
    const kept = await issueAll(lanes, originOf(server))
    for (const failed of [file, `${file}-wal`, other, `${other}-wal`]) failSyncs(failed)
    expect((await server.stop()).code).toBe(0)
    await expect(start(['--data', other], environment)).rejects.toThrow(
      /^It ended with 1 and said: .*: it cannot be written; check the path, its owner and mode, or choose another file with --data\n$/,
    )
    for (const failed of [file, `${file}-wal`, other, `${other}-wal`]) mendSyncs(failed)
    const again = await start(['--data', file], environment)
    await expectAlive(kept, originOf(again))
    expect((await again.stop()).code).toBe(0)
    expect((await (await start(['--data', other], environment)).stop()).code).toBe(0)
  },
)

test.skipIf(!canLimit)(
  'ST04: a write that fails is refused, and the server heals without a restart',
  { tags: 'full' },
  async () => {
    const file = join(newFolder(), 'data.db')
    const server = await startAlone(file, secret)
    const origin = originOf(server)
    const kept = await issueAll(lanes, origin)
    limitFiles(server.process.pid, statSync(`${file}-wal`).size + 10_000)
    expect(await untilRefused(origin)).toEqual(refused)
    await expectAlive(kept, origin)
    limitFiles(server.process.pid, 'unlimited')
    kept.push(...(await issueAll(lanes, origin)))
    expect((await server.stop('SIGKILL')).signal).toBe('SIGKILL')
    expect(integrity(file)).toBe('ok')
    const again = await start(['--data', file], secret)
    await expectAlive(kept, originOf(again))
    expect((await again.stop()).code).toBe(0)
  },
)

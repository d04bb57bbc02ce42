import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { day, hour, second } from '../auth/clock.ts'
import { defaultFailureLimits } from '../auth/failure-limits.ts'
import { createKeyRing } from '../auth/key-ring.ts'
import { Failures } from './failures.ts'
import { openSqlite } from './open-sqlite.ts'
import { RateLimits } from './rate-limits.ts'
import type { Scope } from './scope.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)
const start = 1_800_000_000_000

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** The rate limits of one API in a world of its own. */
function bank({ world = randomUUID() as string, api = 'bank' } = {}) {
  const time = { now: start }
  const scope: Scope = { database, world, api, clock: () => time.now, random: randomBytes, keys }
  return { time, scope, world, rateLimits: new RateLimits(scope) }
}

const three = { what: 'sending', name: 'ada@example.com', most: 3, span: hour }

async function times(count: number, once: () => Promise<number>): Promise<number[]> {
  const waits: number[] = []
  for (let time = 0; time < count; time++) waits.push(await once())
  return waits
}

test('so many are taken, and then it says how long there is none', async () => {
  const { rateLimits, time } = bank()

  expect(await times(4, () => rateLimits.take([three]))).toEqual([0, 0, 0, 3_600])
  time.now += hour - 1
  expect(await rateLimits.take([three])).toBe(1)
  time.now += 1
  expect(await times(4, () => rateLimits.take([three]))).toEqual([0, 0, 0, 3_600])
})

test('the span begins with the first and not with the last', async () => {
  const { rateLimits, time } = bank()
  await rateLimits.take([three])
  time.now += hour - 10 * second
  await times(2, () => rateLimits.take([three]))

  expect(await rateLimits.take([three])).toBe(10)
})

test('of several all are taken or none, and the longest wait counts', async () => {
  const { rateLimits, time } = bank()
  const again = { ...three, what: 'sending again', most: 1, span: 30 * second }

  expect(await rateLimits.take([again, three])).toBe(0)
  expect(await times(9, () => rateLimits.take([again, three]))).toEqual(Array(9).fill(30))
  time.now += 30 * second
  expect(await times(2, () => rateLimits.take([again, three]))).toEqual([0, 30])
  time.now += 30 * second
  expect(await times(2, () => rateLimits.take([again, three]))).toEqual([0, 3_540])
})

test('other names, other things, other APIs and other worlds are counted apart', async () => {
  const here = bank()
  await times(3, () => here.rateLimits.take([three]))

  expect(await here.rateLimits.take([{ ...three, name: 'grace@example.com' }])).toBe(0)
  expect(await here.rateLimits.take([{ ...three, what: 'tries' }])).toBe(0)
  expect(await bank({ world: here.world, api: 'shop' }).rateLimits.take([three])).toBe(0)
  expect(await bank().rateLimits.take([three])).toBe(0)
  expect(await here.rateLimits.take([three])).toBe(3_600)
})

test('what is given back can be taken again, and nothing else is given back', async () => {
  const { rateLimits } = bank()
  const other = { ...three, what: 'tries' }
  await times(3, () => rateLimits.take([three, other]))

  await rateLimits.restore(other)

  expect(await rateLimits.take([other])).toBe(0)
  expect(await rateLimits.take([three])).toBe(3_600)
})

test('of fifty at once so many are taken', async () => {
  const { rateLimits } = bank()

  const waits = await Promise.all(Array.from({ length: 50 }, () => rateLimits.take([three])))

  expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
})

test('they outlast a restart, and the counts of failures are none of theirs', async () => {
  const { rateLimits, scope } = bank()
  const failures = new Failures(scope, () => defaultFailureLimits)
  await times(3, () => rateLimits.take([three]))

  await failures.succeeded({ login: three.name, address: '10.0.0.1' })
  await failures.load()

  expect(await new RateLimits(scope).take([three])).toBe(3_600)
  expect(await failures.wait({ login: three.name, address: three.name })).toBe(0)
})

test('names are not kept, and what is a day old is swept away', async () => {
  const { rateLimits, time, world } = bank()
  const rows = () => database.all('SELECT * FROM failures WHERE world = $1', world)
  await rateLimits.take([three])
  expect(JSON.stringify(await rows())).not.toContain('ada')

  time.now += day + 1
  await rateLimits.take([{ ...three, name: 'grace@example.com' }])

  expect(await rows()).toHaveLength(1)
})

test('a clock that was set back makes nobody wait longer than the span', async () => {
  const { rateLimits, time } = bank()
  await times(3, () => rateLimits.take([three]))

  time.now = start - 30 * day
  expect(await rateLimits.take([three])).toBe(3_600)
})

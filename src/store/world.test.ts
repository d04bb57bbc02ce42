import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { day, hour, minute } from '../auth/clock.ts'
import { openSqlite } from './open-sqlite.ts'
import { clockBounds, World, type WorldRow } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const start = 1_800_000_000_000
let worlds = 0

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** A world of its own on a machine whose clock is set by the test; `reread` is how a restart finds it. */
async function world() {
  const time = { now: start }
  const name = `w-${worlds++}`
  await database.run('INSERT INTO worlds (world, created, used, clock_offset) VALUES ($1, $2, $2, 0)', name, start)
  const reread = async () => {
    const [row] = await database.all<WorldRow>('SELECT * FROM worlds WHERE world = $1', name)
    if (!row) throw new RangeError(`There is no world "${name}"`)
    return new World(row, database, () => time.now)
  }
  return { time, reread, world: await reread() }
}

test("a world's clock goes with the machine's", async () => {
  const { world: own, time } = await world()

  expect(own.clock()).toBe(start)
  time.now += 1
  expect(own.clock()).toBe(start + 1)
})

test('a clock that is set goes on from there, also after a restart', async () => {
  const { world: own, time, reread } = await world()

  await own.changeClock({ now: start - day })
  time.now += hour

  expect(own.clockSetting).toEqual({ offset: -day, frozen: undefined })
  expect([own.clock(), (await reread()).clock()]).toEqual([start - day + hour, start - day + hour])
})

test('a clock that is moved twice has moved by both', async () => {
  const { world: own, time } = await world()

  await own.changeClock({ now: own.clock() + hour })
  time.now += minute
  await own.changeClock({ now: own.clock() + hour })

  expect(own.clock()).toBe(start + 2 * hour + minute)
})

test('a clock that is stopped stands, also after a restart, and goes on from where it stood', async () => {
  const { world: own, time, reread } = await world()
  await own.changeClock({ now: start + day })

  await own.changeClock({ frozen: true })
  time.now += hour
  expect([own.clock(), (await reread()).clock()]).toEqual([start + day, start + day])
  await own.changeClock({ frozen: true })
  expect(own.clock()).toBe(start + day)

  await own.changeClock({ frozen: false })
  expect(own.clock()).toBe(start + day)
  time.now += minute
  expect([own.clock(), (await reread()).clock()]).toEqual([start + day + minute, start + day + minute])
})

test('a stopped clock that is set stays stopped', async () => {
  const { world: own, time, reread } = await world()
  await own.changeClock({ frozen: true })

  await own.changeClock({ now: start + day })
  time.now += hour

  expect([own.clock(), (await reread()).clock()]).toEqual([start + day, start + day])
  expect(own.clockSetting.frozen).toBe(start + day)
})

test('letting a clock run that runs changes nothing', async () => {
  const { world: own, time } = await world()
  await own.changeClock({ now: start + day })

  await own.changeClock({ frozen: false })
  time.now += minute

  expect(own.clock()).toBe(start + day + minute)
})

test('a clock is set and stopped, or set and let go, in one step', async () => {
  const { world: own, time, reread } = await world()

  await own.changeClock({ now: start + day, frozen: true })
  time.now += hour
  expect([own.clock(), (await reread()).clock()]).toEqual([start + day, start + day])

  await own.changeClock({ now: start, frozen: false })
  time.now += hour
  expect([own.clock(), (await reread()).clock()]).toEqual([start + hour, start + hour])
})

test.each([-1, clockBounds.latest + 1, Number.NaN, Number.POSITIVE_INFINITY])(
  'no clock is set to %d, and the try changes nothing',
  async (now) => {
    const { world: own, reread } = await world()

    await expect(own.changeClock({ now, frozen: true })).rejects.toThrow(RangeError)

    expect([own.clockSetting, (await reread()).clockSetting]).toEqual(Array(2).fill({ offset: 0, frozen: undefined }))
  },
)

test('a clock stands when it comes to the end of its bounds, and can be moved from there', async () => {
  const { world: own, time } = await world()
  await own.changeClock({ now: clockBounds.latest })

  time.now += hour
  expect(own.clock()).toBe(clockBounds.latest)
  await own.changeClock({ now: own.clock() - minute })
  expect(own.clock()).toBe(clockBounds.latest - minute)
})

test.each([
  ['stopped before all clocks', { clock_offset: 0, frozen: -62_135_596_800_000 }, 0],
  ['stopped after all clocks', { clock_offset: 0, frozen: 253_402_300_800_000 }, clockBounds.latest],
  ['running after all clocks', { clock_offset: 251_602_300_800_000, frozen: null }, clockBounds.latest],
])('a world that an earlier version left %s shows the bound', (_, left, shown) => {
  const row = { world: 'left', created: start, used: start, ...left }

  expect(new World(row, database, () => start).clock()).toBe(shown)
})

test('use is noted at most once a minute, by the clock of the machine', async () => {
  const { world: own, time, reread } = await world()
  await own.changeClock({ frozen: true })
  const touch = async (now: number) => {
    time.now = now
    await own.touch()
    return [own.used, (await reread()).used]
  }

  expect(await touch(start + minute - 1)).toEqual([start, start])
  expect(await touch(start + minute)).toEqual([start + minute, start + minute])
  expect(await touch(start + 2 * minute - 1)).toEqual([start + minute, start + minute])
  expect(await touch(start)).toEqual([start + minute, start + minute])
})

test('that it is in use is noted nowhere while the store cannot serve, and nothing is refused for it', async () => {
  const gone = openSqlite(join(folder, 'gone.db'))
  const time = { now: start }
  const row = { world: 'gone', created: start, used: start, clock_offset: 0, frozen: null }
  const own = new World(row, gone, () => time.now)
  await gone.close()
  time.now += hour

  await expect(own.touch()).resolves.toBeUndefined()
})

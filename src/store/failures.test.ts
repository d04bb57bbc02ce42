import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { day, hour, minute, second } from '../auth/clock.ts'
import { defaultFailureLimits, type FailureLimits } from '../auth/failure-limits.ts'
import { createKeyRing } from '../auth/key-ring.ts'
import { type Attempt, Failures } from './failures.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Scope } from './scope.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)
const start = 1_800_000_000_000

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** The failures of one API in a world of its own. */
function bank({ world = randomUUID() as string, api = 'bank', limits = defaultFailureLimits as FailureLimits } = {}) {
  const time = { now: start }
  const rules = { limits }
  const scope: Scope = { database, world, api, clock: () => time.now, random: randomBytes, keys }
  const open = () => new Failures(scope, () => rules.limits)
  return { time, rules, world, open, failures: open() }
}

const ada = (address = '10.0.0.1', login = 'ada'): Attempt => ({ login, address })

async function fail(failures: Failures, times: number, attempt: Attempt | ((time: number) => Attempt)): Promise<void> {
  for (let time = 0; time < times; time++) {
    await failures.failed(typeof attempt === 'function' ? attempt(time) : attempt)
  }
}

const stored = async (world: string) => (await database.all('SELECT * FROM failures WHERE world = $1', world)).length

test('after five failures a login waits, twice as long after each further one', async () => {
  const { failures, time } = bank()
  const waits: number[] = []

  for (let failed = 0; failed < 9; failed++) {
    waits.push(await failures.wait(ada()))
    time.now += (waits.at(-1) ?? 0) * second
    await failures.failed(ada())
  }

  expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8])
  expect(await failures.wait(ada())).toBe(16)
})

test('a login waits under every spelling of its name, and nobody else does', async () => {
  const { failures } = bank()
  await fail(failures, 5, (time) => ada('10.0.0.1', ['ada', 'ADA', ' ada', '\uff41da', 'Ada '][time]))

  expect(await failures.wait(ada('10.0.0.1', 'aDa'))).toBe(1)
  expect(await failures.wait(ada('10.0.0.1', 'grace'))).toBe(0)
  expect(await failures.wait(ada('10.0.0.2'))).toBe(0)
})

test('a success ends the row of failures', async () => {
  const { failures } = bank()
  await fail(failures, 4, ada())
  await failures.succeeded(ada())
  await fail(failures, 4, ada())

  expect(await failures.wait(ada())).toBe(0)
})

test('a name that failed a hundred times in a row, from wherever, waits a day everywhere', async () => {
  const { failures } = bank()
  await fail(failures, 99, (time) => ada(`10.0.0.${time}`))
  expect(await failures.wait(ada('10.0.1.1'))).toBe(0)

  await failures.failed(ada('10.0.0.99'))

  expect(await failures.wait(ada('10.0.1.1'))).toBe(86_400)
  expect(await failures.wait(ada('10.0.1.1', 'grace'))).toBe(0)
})

test('an address the name succeeded from before is spared that', async () => {
  const { failures } = bank()
  await failures.succeeded(ada('10.0.1.1'))
  await fail(failures, 100, (time) => ada(`10.0.0.${time}`))

  expect(await failures.wait(ada('10.0.1.1'))).toBe(0)
  expect(await failures.wait(ada('10.0.1.2'))).toBe(86_400)
  expect(await failures.wait(ada('10.0.1.1', 'grace'))).toBe(0)
})

test('whoever goes on succeeding stays known; a day after the last success it is forgotten', async () => {
  const { failures, time } = bank()
  for (let hours = 0; hours < 30; hours++) {
    time.now = start + hours * hour
    await failures.succeeded(ada('10.0.1.1'))
  }
  await fail(failures, 100, (count) => ada(`10.0.0.${count}`))

  expect(await failures.wait(ada('10.0.1.1'))).toBe(0)
  time.now += day - 1
  await fail(failures, 1, ada('10.0.0.1'))
  expect(await failures.wait(ada('10.0.1.1'))).toBe(0)
  time.now += 1
  expect(await failures.wait(ada('10.0.1.1'))).toBe(86_400)
})

test('a success where nothing had failed is written down once an hour', async () => {
  const { failures, time, world } = bank()
  const last = async () =>
    (await database.all<{ last: number }>('SELECT last FROM failures WHERE world = $1', world)).map((row) => row.last)
  await failures.succeeded(ada())

  time.now = start + hour - 1
  await failures.succeeded(ada())
  expect(await last()).toEqual([start])
  time.now = start + hour
  await failures.succeeded(ada())
  expect(await last()).toEqual([start + hour])
})

test('an address that failed a hundred times within 15 minutes waits for their end, whatever name it tries', async () => {
  const { failures, time } = bank()
  await fail(failures, 99, (count) => ada('10.0.0.1', `name ${count}`))
  time.now = start + 10 * minute
  expect(await failures.wait(ada())).toBe(0)

  await failures.failed(ada('10.0.0.1', 'another'))

  expect(await failures.wait(ada())).toBe(300)
  expect(await failures.wait(ada('10.0.0.2'))).toBe(0)
  time.now = start + 15 * minute
  expect(await failures.wait(ada())).toBe(0)
})

test('a success does not wash an address clean', async () => {
  const { failures } = bank()
  await fail(failures, 99, (count) => ada('10.0.0.1', `name ${count}`))
  await failures.succeeded(ada())
  await failures.failed(ada('10.0.0.1', 'another'))

  expect(await failures.wait(ada())).toBe(900)
})

test('guessed credentials count against their address, which then waits without a look-up', async () => {
  const { failures, time } = bank()
  for (let count = 0; count < 99; count++) await failures.guessed('10.0.0.1')
  expect(failures.waitOfAddress('10.0.0.1')).toBe(0)

  await failures.guessed('10.0.0.1')

  expect(failures.waitOfAddress('10.0.0.1')).toBe(900)
  expect(failures.waitOfAddress('10.0.0.2')).toBe(0)
  expect(await failures.wait(ada('10.0.0.1'))).toBe(900)
  time.now = start + 15 * minute
  expect(failures.waitOfAddress('10.0.0.1')).toBe(0)
  await failures.guessed('10.0.0.1')
  expect(failures.waitOfAddress('10.0.0.1')).toBe(0)
})

test('a restart forgets nothing', async () => {
  const { failures, open } = bank()
  await fail(failures, 5, ada('10.0.0.1', 'grace'))
  for (let count = 0; count < 100; count++) await failures.guessed('10.0.0.9')

  const restarted = open()
  await restarted.load()

  expect(await restarted.wait(ada('10.0.0.1', 'grace'))).toBe(1)
  expect(restarted.waitOfAddress('10.0.0.9')).toBe(900)
})

test('limits that are changed hold at once', async () => {
  const { failures, rules } = bank()
  await fail(failures, 3, ada())
  expect(await failures.wait(ada())).toBe(0)

  rules.limits = { failuresPerLogin: 2, failuresPerAccount: 100, failuresPerAddress: 100 }
  expect(await failures.wait(ada())).toBe(2)
  rules.limits = { failuresPerLogin: 2, failuresPerAccount: 3, failuresPerAddress: 100 }
  expect(await failures.wait(ada('10.0.0.2'))).toBe(86_400)
})

test('of a hundred simultaneous failures each one counts', async () => {
  const { failures } = bank()

  await Promise.all(Array.from({ length: 100 }, () => failures.failed(ada())))

  expect(await failures.wait(ada('10.0.0.2'))).toBe(86_400)
  expect(failures.waitOfAddress('10.0.0.1')).toBe(900)
})

test('failures older than a day are swept away', async () => {
  const { failures, time, world } = bank()
  await fail(failures, 20, (count) => ada(`10.0.0.${count}`, `name ${count}`))
  expect(await stored(world)).toBe(60)

  time.now = start + day
  await failures.failed(ada('10.0.1.1'))
  expect(await stored(world)).toBe(63)
  time.now = start + day + 1
  await failures.failed(ada('10.0.1.1'))

  expect(await stored(world)).toBe(3)
})

test('names and addresses are kept hashed: people type passwords into the wrong field', async () => {
  const { failures, world } = bank()
  const text = async () => JSON.stringify(await database.all('SELECT * FROM failures WHERE world = $1', world))
  await failures.failed(ada('10.0.0.1', 'hunter2'))
  expect(await text()).not.toMatch(/hunter2|10\.0\.0\.1/)
  await failures.succeeded(ada('10.0.0.1', 'hunter2'))
  expect(await text()).not.toMatch(/hunter2|10\.0\.0\.1/)
})

test('worlds and APIs share no failures', async () => {
  const here = bank()
  const places = [bank(), bank({ world: here.world, api: 'shop' })]
  for (let count = 0; count < 100; count++) await here.failures.failed(ada())

  for (const { failures, open } of places) {
    expect(await failures.wait(ada())).toBe(0)
    const restarted = open()
    await restarted.load()
    expect(restarted.waitOfAddress('10.0.0.1')).toBe(0)
  }
})

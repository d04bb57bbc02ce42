import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createKeyRing } from '../auth/key-ring.ts'
import { openSqlite } from './open-sqlite.ts'
import { Outbox } from './outbox.ts'
import type { Scope } from './scope.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)
const start = 1_800_000_000_000

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** The messages of one API in a world of its own. */
function bank({ world = randomUUID() as string, api = 'bank' } = {}) {
  const time = { now: start }
  const scope: Scope = { database, world, api, clock: () => time.now, random: randomBytes, keys }
  return { time, scope, world, outbox: new Outbox(scope) }
}

const code = (body: string) => ({ channel: 'email', recipient: 'ada@example.com', subject: 'Your code', body }) as const

test('what was sent is listed with its text, newest first', async () => {
  const { outbox, time } = bank()
  await outbox.send(code('123456'))
  time.now += 1_000
  await outbox.send({ channel: 'sms', recipient: '+64210000000', subject: '', body: 'ä😀' })

  expect(await outbox.list()).toEqual([
    { id: '2', channel: 'sms', recipient: '+64210000000', subject: '', body: 'ä😀', sent: start + 1_000 },
    { id: '1', ...code('123456'), sent: start },
  ])
})

test('with a clock that stands still or was set back, the newest is still the first', async () => {
  const { outbox, time } = bank()
  for (let count = 0; count < 12; count++) await outbox.send(code(`code ${count}`))
  time.now -= 1_000
  await outbox.send(code('last'))

  const bodies = (await outbox.list()).map(({ body }) => body)

  expect(bodies.slice(0, 4)).toEqual(['last', 'code 11', 'code 10', 'code 9'])
  expect(bodies.at(-1)).toBe('code 0')
})

test('two hundred are kept; the oldest make room', async () => {
  const { outbox, time } = bank()
  const elsewhere = bank()
  await elsewhere.outbox.send(code('kept'))
  for (let count = 0; count < 205; count++) {
    await outbox.send(code(`code ${count}`))
    time.now += count % 2
  }

  const messages = await outbox.list()

  expect(messages).toHaveLength(200)
  expect(messages[0]?.body).toBe('code 204')
  expect(messages.at(-1)?.body).toBe('code 5')
  expect(await elsewhere.outbox.list()).toHaveLength(1)
})

test('the text is sealed for its place: it opens nowhere else and with no other secret', async () => {
  const { outbox, scope, world } = bank()
  await outbox.send(code('123456'))

  const [row] = await database.all<{ body: string }>('SELECT body FROM outbox WHERE world = $1', world)
  expect(row?.body).not.toContain('123456')

  const other = new Outbox({ ...scope, keys: createKeyRing(randomBytes(32), randomBytes) })
  await expect(other.list()).rejects.toThrow()
  await database.run("UPDATE outbox SET id = '2' WHERE world = $1", world)
  await expect(outbox.list()).rejects.toThrow()
})

test('worlds and APIs share no messages', async () => {
  const here = bank()
  await here.outbox.send(code('123456'))

  expect(await bank().outbox.list()).toEqual([])
  expect(await bank({ world: here.world, api: 'shop' }).outbox.list()).toEqual([])
})

test('what is withheld is not listed, and takes no place from what was sent', async () => {
  const { outbox } = bank()
  for (let count = 0; count < 200; count++) await outbox.send(code(`code ${count}`))

  await outbox.withhold(code('never sent'))

  const bodies = (await outbox.list()).map(({ body }) => body)
  expect(bodies).toHaveLength(200)
  expect([bodies[0], bodies.at(-1)]).toEqual(['code 199', 'code 0'])
})

test('withholding writes as much as sending', async () => {
  const { outbox, scope } = bank()
  const statements = async (work: (outbox: Outbox) => Promise<void>) => {
    const seen: string[] = []
    const transaction: Scope['database']['transaction'] = (unit) =>
      database.transaction((inner) =>
        unit({
          ...inner,
          run: (sql, ...values) => {
            seen.push(sql)
            return inner.run(sql, ...values)
          },
        }),
      )
    await work(new Outbox({ ...scope, database: { ...database, transaction } }))
    return seen
  }

  const [sent, withheld] = [
    await statements((each) => each.send(code('1'))),
    await statements((each) => each.withhold(code('1'))),
  ]

  expect(sent).toHaveLength(2)
  expect(withheld).toEqual(sent)
  expect(await outbox.list()).toHaveLength(1)
})

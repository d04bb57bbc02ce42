import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { type Database, type Row, StoreUnavailable, type Value } from './database.ts'
import { ReadCache } from './read-cache.ts'
import { SqliteDatabase } from './sqlite.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const opened: { close(): unknown }[] = []
let files = 0

afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()))
  rmSync(folder, { recursive: true })
})

/** A counter, and a way to change it unseen: whoever reads the former value did not ask the file. */
function counter() {
  const path = join(folder, `${files++}.db`)
  const unseen = new DatabaseSync(path)
  unseen.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE counter (name TEXT, value INTEGER); INSERT INTO counter VALUES (1, 0)',
  )
  const connection = new DatabaseSync(path, { timeout: 0 })
  const database: Database = new ReadCache(new SqliteDatabase(connection))
  opened.push(unseen, database)
  const read = async (name = '1') =>
    (await database.all<{ value: number }>('SELECT value FROM counter WHERE name = $1', name))[0]?.value
  return {
    connection,
    database,
    read,
    setUnseen: (value: number) => unseen.exec(`UPDATE counter SET value = ${value}`),
  }
}

const add = 'UPDATE counter SET value = value + 1'

test('what was read is not read again', async () => {
  const { read, setUnseen } = counter()
  expect(await read()).toBe(0)
  setUnseen(7)

  expect(await read()).toBe(0)
})

test('a question is its values too', async () => {
  const { read } = counter()

  expect(await read()).toBe(0)
  expect(await read('2')).toBeUndefined()
})

const failing = Promise.reject(new Error('undone'))
failing.catch(() => {})

test.each<[string, (database: Database) => Promise<unknown>, number]>([
  ['a statement', (database) => database.run(add), 8],
  ['a statement that changes nothing', (database) => database.run("DELETE FROM counter WHERE name = '2'"), 7],
  ['a statement that gives rows back', (database) => database.all(`${add} RETURNING value`), 8],
  ['a transaction', (database) => database.transaction((unit) => unit.run(add)), 8],
  ['a transaction that is undone', (database) => database.transaction(() => failing).catch(() => {}), 7],
])('%s lets everything go that was read', async (_, write, expected) => {
  const { database, read, setUnseen } = counter()
  expect(await read()).toBe(0)
  setUnseen(7)
  await write(database)

  expect(await read()).toBe(expected)
})

test('what was read before a write and arrives after it is not kept', async () => {
  const { connection } = counter()
  const file = new SqliteDatabase(connection)
  const arrives = Promise.withResolvers<void>()
  const late: Pick<Database, 'all'> = {
    all: async <Found extends Row>(sql: string, ...values: Value[]) => {
      const rows = await file.all<Found>(sql, ...values)
      await arrives.promise
      return rows
    },
  }
  const database = new ReadCache(Object.assign(Object.create(file), late, { run: file.run.bind(file) }))
  const read = async () => (await database.all<{ value: number }>('SELECT value FROM counter'))[0]?.value
  const early = read()
  await database.run(add)
  arrives.resolve()
  expect(await early).toBe(0)

  expect(await read()).toBe(1)
})

test('a write is seen by whoever asks once it is acknowledged, however many ask meanwhile', async () => {
  const { database, read } = counter()
  for (let count = 1; count <= 100; count++) {
    const asking = [read(), read()]
    await database.run(add)
    expect(await read()).toBe(count)
    await Promise.all(asking)
    expect(await read()).toBe(count)
  }
})

test('long answers are not kept', async () => {
  const { database, setUnseen } = counter()
  const long = 'SELECT counter.value FROM counter, json_each($1)'
  const numbers = JSON.stringify(Array.from({ length: 101 }, (_, index) => index))
  await database.all(long, numbers)
  setUnseen(7)

  expect((await database.all(long, numbers))[0]).toEqual({ value: 7 })
})

test('more answers than are kept make room', async () => {
  const { read, setUnseen } = counter()
  expect(await read()).toBe(0)
  setUnseen(7)
  for (let count = 0; count < 10_000; count++) await read(`other ${count}`)

  expect(await read()).toBe(7)
})

test('a closed store answers nothing more', async () => {
  const { database, read } = counter()
  await read()
  await database.close()

  await expect(read()).rejects.toThrow(StoreUnavailable)
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreRefused } from './database.ts'
import { openSqlite } from './open-sqlite.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** A file that another program made with SQLite. */
function foreign(name: string, sql: string): string {
  const path = join(folder, name)
  const connection = new DatabaseSync(path)
  connection.exec(sql)
  connection.close()
  chmodSync(path, 0o644)
  return path
}

const refusal = (path: string, why: string) => new StoreRefused(`The store "${path}" cannot be opened: ${why}`)

const unwritable = 'it cannot be written; check the path, its owner and mode, or choose another file with --data'
const damaged = 'it is damaged or no SQLite file; restore it from a copy, or move it away to begin anew'
const held = 'another process holds it; stop that one, or choose another file with --data'

test('a new store is made with its folders, for its owner alone to read', async () => {
  const path = join(folder, 'own', 'place', 'data.db')

  const database = openSqlite(path)
  await database.run("INSERT INTO meta (name, value) VALUES ('a', 'b')")

  expect([path, `${path}-wal`].map(mode)).toEqual(['600', '600'])
  expect([join(folder, 'own'), join(folder, 'own', 'place')].map(mode)).toEqual(['700', '700'])
  await database.close()
  expect(readdirSync(join(folder, 'own', 'place'))).toEqual(['data.db'])
})

test('a commit is on the disk before it is acknowledged, in a log, and what is deleted is overwritten', async () => {
  const database = openSqlite(join(folder, 'data.db'))

  const settings = ['synchronous', 'journal_mode', 'secure_delete', 'locking_mode'].map((name) =>
    database.all(`PRAGMA ${name}`),
  )

  expect(await Promise.all(settings)).toEqual([
    [{ synchronous: 2 }],
    [{ journal_mode: 'wal' }],
    [{ secure_delete: 1 }],
    [{ locking_mode: 'exclusive' }],
  ])
  await database.close()
})

test('a store is found as it was left', async () => {
  const path = join(folder, 'data.db')
  const first = openSqlite(path)
  await first.run("INSERT INTO meta (name, value) VALUES ('a', 'b')")
  await first.close()

  const second = openSqlite(path)

  expect(await second.all('SELECT * FROM meta')).toEqual([{ name: 'a', value: 'b' }])
  await second.close()
})

test('a store in memory leaves nothing behind', async () => {
  const database = openSqlite(':memory:')
  await database.run("INSERT INTO meta (name, value) VALUES ('a', 'b')")
  await database.close()

  expect(readdirSync(folder)).toEqual([])
})

test('an empty file is taken for a new store', async () => {
  const path = join(folder, 'data.db')
  writeFileSync(path, '', { mode: 0o644 })

  const database = openSqlite(path)

  expect(await database.all('SELECT * FROM meta')).toEqual([])
  expect(mode(path)).toBe('600')
  await database.close()
})

test('a store that others could read is taken from them', async () => {
  const path = join(folder, 'data.db')
  await openSqlite(path).close()
  chmodSync(path, 0o664)

  await openSqlite(path).close()

  expect(mode(path)).toBe('600')
})

test.each([
  ['newer', 99, 'this one knows 4): update Latchkey, or choose another file with --data'],
  ['older', 1, 'this one wants 4): move it away to begin anew, or choose another file with --data'],
])('a store of a %s schema is refused and left to whoever knows it', async (age, version, remedy) => {
  const path = join(folder, 'data.db')
  await openSqlite(path).close()
  const other = new DatabaseSync(path)
  other.exec(`PRAGMA user_version = ${version}`)
  other.close()

  const message = `The store "${path}" was written by ${age === 'newer' ? 'a' : 'an'} ${age} Latchkey (schema ${version}, ${remedy}`
  expect(() => openSqlite(path)).toThrow(new StoreRefused(message))

  const again = new DatabaseSync(path)
  again.exec("INSERT INTO meta (name, value) VALUES ('still', 'writable')")
  again.close()
})

test.each([
  ['without a version', 'CREATE TABLE cookies (name TEXT)'],
  ['whose version is the same number as ours', 'CREATE TABLE cookies (name TEXT); PRAGMA user_version = 4'],
  ['whose version is a higher number', 'CREATE TABLE cookies (name TEXT); PRAGMA user_version = 99'],
  ['with a table of a name that we use', 'CREATE TABLE meta (key TEXT); PRAGMA user_version = 1'],
])("another program's tables %s are refused and not touched", (_, sql) => {
  const path = foreign('cookies.db', sql)
  const before = readFileSync(path)

  expect(() => openSqlite(path)).toThrow(
    new StoreRefused(`The file "${path}" holds another program's tables: choose another file with --data`),
  )

  expect(readFileSync(path).equals(before)).toBe(true)
  expect(mode(path)).toBe('644')
  expect(readdirSync(folder)).toEqual(['cookies.db'])
  const own = new DatabaseSync(path)
  own.exec('CREATE TABLE more (name TEXT)')
  own.close()
})

test.each([
  ['garbage', 'hunter2 '.repeat(1_000)],
  ['a single byte', '\n'],
  ['15 bytes', 'x'.repeat(15)],
  ['16 bytes', 'x'.repeat(16)],
  ['99 bytes', 'x'.repeat(99)],
  ['511 bytes', 'x'.repeat(511)],
  ['512 bytes', 'x'.repeat(512)],
  ['a header and no more', 'SQLite format 3\0'],
])('%s is refused and not touched', (_, content) => {
  const path = join(folder, 'notes.txt')
  writeFileSync(path, content, { mode: 0o644 })

  expect(() => openSqlite(path)).toThrow(refusal(path, damaged))

  expect(readFileSync(path, 'utf8')).toBe(content)
  expect(mode(path)).toBe('644')
})

test('a store with a spoilt header is refused, never begun anew', async () => {
  const path = join(folder, 'data.db')
  await openSqlite(path).close()
  const bytes = readFileSync(path)
  bytes.fill(0xff, 0, 40)
  writeFileSync(path, bytes)

  expect(() => openSqlite(path)).toThrow(refusal(path, damaged))
})

test('a folder is refused and not touched', () => {
  const path = join(folder, 'data')
  mkdirSync(path, { mode: 0o755 })

  expect(() => openSqlite(path)).toThrow(refusal(path, unwritable))

  expect(mode(path)).toBe('755')
})

test('a path below a file is refused', () => {
  writeFileSync(join(folder, 'file'), '')

  for (const path of [join(folder, 'file', 'data.db'), join(folder, 'file', 'below', 'data.db')]) {
    expect(() => openSqlite(path)).toThrow(refusal(path, unwritable))
  }
})

test('a store that may only be read is refused and stays so', async () => {
  const path = join(folder, 'data.db')
  await openSqlite(path).close()
  chmodSync(path, 0o444)
  chmodSync(folder, 0o755)

  asNobody(() => expect(() => openSqlite(path)).toThrow(refusal(path, unwritable)))

  expect(mode(path)).toBe('444')
})

test('a folder that may only be read is refused', () => {
  const path = join(folder, 'data.db')
  chmodSync(folder, 0o555)

  asNobody(() => expect(() => openSqlite(path)).toThrow(refusal(path, unwritable)))

  chmodSync(folder, 0o700)
})

/** Does something without the rights of the superuser, who may write everything. */
function asNobody(work: () => void): void {
  const user = process.geteuid?.()
  if (user === 0) process.seteuid?.(65_534)
  try {
    work()
  } finally {
    if (user === 0) process.seteuid?.(0)
  }
}

test('a store in use by this process is refused, and the one that uses it goes on', async () => {
  const path = join(folder, 'data.db')
  const first = openSqlite(path)

  expect(() => openSqlite(path)).toThrow(refusal(path, held))

  await first.run("INSERT INTO meta (name, value) VALUES ('a', 'b')")
  await first.close()
})

test('a store in use by another process is refused; once that is killed, all it had kept is there', async () => {
  const path = join(folder, 'data.db')
  const holder = spawn(process.execPath, ['--conditions=source', '--input-type=module', '--eval', holding(path)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')

  expect(() => openSqlite(path)).toThrow(refusal(path, held))

  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const database = openSqlite(path)
  expect(await database.all('SELECT * FROM meta')).toEqual([{ name: 'kept', value: 'by the other' }])
  await database.close()
})

/** A program that keeps something in a store, says so, and holds on to it. */
function holding(path: string): string {
  return `
    import { openSqlite } from ${JSON.stringify(new URL('open-sqlite.ts', import.meta.url).href)}
    const database = openSqlite(${JSON.stringify(path)})
    await database.run("INSERT INTO meta (name, value) VALUES ('kept', 'by the other')")
    process.stdout.write('held')
    setInterval(() => {}, 1_000)`
}

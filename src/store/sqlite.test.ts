import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test, vi } from 'vitest'
import { type Database, type Row, StoreUnavailable } from './database.ts'
import { SqliteDatabase } from './sqlite.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const databases: Database[] = []
let files = 0

afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()))
  rmSync(folder, { recursive: true })
})

/** A database with a table of words, and the connection beneath it; others may open its file too. */
function words(): { path: string; connection: DatabaseSync; database: Database; all: () => Promise<string[]> } {
  const path = join(folder, `${files++}.db`)
  const connection = new DatabaseSync(path, { timeout: 0 })
  connection.exec('PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT PRIMARY KEY, length INTEGER NOT NULL)')
  const database = new SqliteDatabase(connection)
  databases.push(database)
  const all = async () =>
    (await database.all<Row & { word: string }>('SELECT word FROM words ORDER BY word')).map(({ word }) => word)
  return { path, connection, database, all }
}

const insert = (database: Pick<Database, 'run'>, word: string) =>
  database.run('INSERT INTO words (word, length) VALUES ($1, $2)', word, word.length)

/** A transaction that goes on when it is told to. */
function gate() {
  const reached = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  const pass = () => {
    reached.resolve()
    return opened.promise
  }
  return { pass, reached: reached.promise, open: opened.resolve }
}

test('values go in by number, as often and in whatever order they are named', async () => {
  const { database } = words()
  await database.run('INSERT INTO words (length, word) VALUES ($2, $1)', 'one', 3)

  expect(
    await database.all('SELECT word, length, $2 AS given FROM words WHERE word = $1 AND $1 = $1', 'one', 7),
  ).toEqual([{ word: 'one', length: 3, given: 7 }])
  expect(await database.all('SELECT $1 AS given', null)).toEqual([{ given: null }])
})

test('a value is never read as SQL', async () => {
  const { database, all } = words()
  const odd = `'; DROP TABLE words; -- $1 ? "`
  await insert(database, odd)

  expect(await all()).toEqual([odd])
})

test('a change says how many rows it changed', async () => {
  const { database } = words()

  expect(await insert(database, 'one')).toBe(1)
  expect(await database.run('UPDATE words SET length = 0 WHERE word = $1', 'two')).toBe(0)
  expect(await database.run('INSERT INTO words (word, length) VALUES ($1, 1) ON CONFLICT DO NOTHING', 'one')).toBe(0)
  expect(await database.run('DELETE FROM words WHERE length > $1', 0)).toBe(1)
})

test('a transaction keeps all of its work and gives its result', async () => {
  const { database, all } = words()

  const result = await database.transaction(async (unit) => {
    await insert(unit, 'one')
    await insert(unit, 'two')
    return 'done'
  })

  expect(result).toBe('done')
  expect(await all()).toEqual(['one', 'two'])
})

test('a transaction that throws keeps nothing, and what it threw comes through', async () => {
  const { database, all } = words()
  const fault = new RangeError('broken')

  await expect(
    database.transaction(async (unit) => {
      await insert(unit, 'one')
      throw fault
    }),
  ).rejects.toBe(fault)

  expect(await all()).toEqual([])
  await insert(database, 'two')
  expect(await all()).toEqual(['two'])
})

test('a statement that breaks a rule undoes its transaction', async () => {
  const { database, all } = words()
  await insert(database, 'one')

  await expect(
    database.transaction(async (unit) => {
      await insert(unit, 'two')
      await insert(unit, 'one')
    }),
  ).rejects.toThrow('UNIQUE constraint failed: words.word')

  expect(await all()).toEqual(['one'])
})

test('no single statement comes between those of a transaction', async () => {
  const { database, all } = words()
  const { pass, reached, open } = gate()
  const seen: number[] = []
  const transaction = database.transaction(async (unit) => {
    await insert(unit, 'first')
    await pass()
    seen.push((await unit.all('SELECT * FROM words')).length)
    throw new RangeError('undone')
  })
  await reached

  const inserted = insert(database, 'single')
  const read = all()
  open()

  await expect(transaction).rejects.toThrow(RangeError)
  expect(seen).toEqual([1])
  await inserted
  expect((await read).filter((word) => word === 'first')).toEqual([])
  expect(await all()).toEqual(['single'])
})

test('transactions run one after the other, in the order they were asked for', async () => {
  const { database } = words()
  const order: string[] = []
  const transactions = ['a', 'b', 'c'].map((name) =>
    database.transaction(async (unit) => {
      order.push(`${name} begins`)
      await insert(unit, name)
      await Promise.resolve()
      order.push(`${name} ends`)
      if (name === 'b') throw new RangeError('undone')
    }),
  )

  await Promise.allSettled(transactions)

  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('of a hundred concurrent transactions that count, none loses a step', async () => {
  const { database } = words()
  await database.run("INSERT INTO words (word, length) VALUES ('count', 0)")
  const count = async (unit: Database) => {
    const [row] = await unit.all<Row & { length: number }>("SELECT length FROM words WHERE word = 'count'")
    await Promise.resolve()
    await unit.run("UPDATE words SET length = $1 WHERE word = 'count'", (row?.length ?? 0) + 1)
  }

  await Promise.all(Array.from({ length: 100 }, () => database.transaction(count)))

  expect(await database.all("SELECT length FROM words WHERE word = 'count'")).toEqual([{ length: 100 }])
})

test('a transaction within one is a part of it: undone with it', async () => {
  const { database, all } = words()

  const outer = database.transaction(async (unit) => {
    await unit.transaction((inner) => insert(inner, 'inner'))
    throw new RangeError('undone')
  })

  await expect(outer).rejects.toThrow(RangeError)
  expect(await all()).toEqual([])
})

test('a transaction within one can be undone alone', async () => {
  const { database, all } = words()

  await database.transaction(async (unit) => {
    await insert(unit, 'before')
    const inner = unit.transaction(async (part) => {
      await insert(part, 'inner')
      await part.transaction((deepest) => insert(deepest, 'deepest'))
      throw new RangeError('undone')
    })
    await expect(inner).rejects.toThrow(RangeError)
    await insert(unit, 'after')
  })

  expect(await all()).toEqual(['after', 'before'])
})

test('transactions within one run one after the other too', async () => {
  const { database, all } = words()

  await database.transaction(async (unit) => {
    const parts = ['a', 'b', 'c'].map((name) =>
      unit.transaction(async (part) => {
        await insert(part, name)
        await Promise.resolve()
        if (name === 'b') throw new RangeError('undone')
      }),
    )
    await Promise.allSettled(parts)
  })

  expect(await all()).toEqual(['a', 'c'])
})

test.each([
  ['a value twice', "INSERT INTO words (word, length) VALUES ('one', 1), ('one', 1)", 'UNIQUE constraint failed'],
  ['no value', "INSERT INTO words (word) VALUES ('one')", 'NOT NULL constraint failed'],
  ['no such table', 'SELECT * FROM verbs', 'no such table: verbs'],
  ['no SQL', 'word', 'syntax error'],
])('a fault of our own is no unavailable store: %s', async (_, sql, message) => {
  const { database } = words()

  for (const failing of [database.run(sql), database.transaction((unit) => unit.run(sql))]) {
    const error = await failing.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(StoreUnavailable)
    expect(String(error)).toContain(message)
  }
})

test('a file that stays locked makes the store unavailable, and available again', async () => {
  const { path, database, all } = words()
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')

  const refused = await Promise.allSettled([
    insert(database, 'one'),
    database.transaction((unit) => insert(unit, 'two')),
  ])
  const read = await all()
  other.close()

  expect(refused).toMatchObject([
    { reason: expect.any(StoreUnavailable) },
    { reason: new StoreUnavailable('The store cannot serve: database is locked') },
  ])
  expect(read).toEqual([])
  await insert(database, 'three')
  expect(await all()).toEqual(['three'])
})

test('a file that is locked for a moment is waited for', async () => {
  const { path, database, all } = words()
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')

  const waiting = [insert(database, 'one'), database.transaction((unit) => insert(unit, 'two'))]
  other.close()

  await Promise.all(waiting)
  expect(await all()).toEqual(['one', 'two'])
})

test('a statement that waited for a lock does not end up within a transaction that began meanwhile', async () => {
  const { path, database, all } = words()
  const { pass, reached, open } = gate()
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  const transaction = database.transaction(async (unit) => {
    await insert(unit, 'undone')
    await pass()
    throw new RangeError('undone')
  })
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  const single = insert(database, 'single')
  other.close()
  await reached
  setTimeout(open, 60)

  await Promise.allSettled([transaction])
  await single

  expect(await all()).toEqual(['single'])
})

test('a full disk makes the store unavailable; it still reads, keeps what was kept, and heals', async () => {
  const { connection, database, all } = words()
  await insert(database, 'kept')
  const { page_count: pages } = connection.prepare('PRAGMA page_count').get() as { page_count: number }
  connection.exec(`PRAGMA max_page_count = ${pages}`)

  const large = 'x'.repeat(100_000)
  const refused = database.transaction(async (unit) => {
    await insert(unit, 'lost')
    await insert(unit, large)
  })

  await expect(refused).rejects.toThrow(new StoreUnavailable('The store cannot serve: database or disk is full'))
  expect(await all()).toEqual(['kept'])
  connection.exec('PRAGMA max_page_count = 1000000')
  await insert(database, large)
  expect(await all()).toEqual(['kept', large])
})

test('a file that may only be read makes the store unavailable for changes', async () => {
  const { connection, database, all } = words()
  await insert(database, 'kept')
  connection.exec('PRAGMA query_only = ON')

  await expect(insert(database, 'lost')).rejects.toThrow(StoreUnavailable)
  expect(await all()).toEqual(['kept'])
})

/** SQLite's own list of what can fail on a disk, by the second byte of the code: `SQLITE_IOERR_READ` is 1 << 8 | 10. */
const ioErrors = [
  'no more said',
  ...[
    'READ',
    'SHORT_READ',
    'WRITE',
    'FSYNC',
    'DIR_FSYNC',
    'TRUNCATE',
    'FSTAT',
    'UNLOCK',
    'RDLOCK',
    'DELETE',
    'BLOCKED',
  ],
  ...['NOMEM', 'ACCESS', 'CHECKRESERVEDLOCK', 'LOCK', 'CLOSE', 'DIR_CLOSE', 'SHMOPEN', 'SHMSIZE', 'SHMLOCK', 'SHMMAP'],
  ...['SEEK', 'DELETE_NOENT', 'MMAP', 'GETTEMPPATH', 'CONVPATH', 'VNODE', 'AUTH', 'BEGIN_ATOMIC', 'COMMIT_ATOMIC'],
  ...['ROLLBACK_ATOMIC', 'DATA', 'CORRUPTFS', 'IN_PAGE', 'BADKEY', 'CODEC'],
].map((name, index): [string, number] => [`SQLITE_IOERR, ${name}`, (index << 8) | 10])

function failure(code: number): Error {
  return Object.assign(new Error('it failed'), { code: 'ERR_SQLITE_ERROR', errcode: code })
}

/** From here on SQLite fails at statements that begin like this; until it is told to go on. */
function failing(connection: DatabaseSync, method: 'prepare' | 'exec', start: string, error: Error): () => void {
  const original = connection[method].bind(connection)
  const spy = vi.spyOn(connection, method).mockImplementation((sql: string) => {
    if (sql.startsWith(start)) throw error
    return original(sql) as never
  })
  return () => spy.mockRestore()
}

test.each([
  ...ioErrors,
  ['SQLITE_BUSY_SNAPSHOT', (2 << 8) | 5],
  ['SQLITE_LOCKED', 6],
  ['SQLITE_NOMEM', 7],
  ['SQLITE_READONLY_DBMOVED', (4 << 8) | 8],
  ['SQLITE_INTERRUPT', 9],
  ['SQLITE_CORRUPT_INDEX', (3 << 8) | 11],
  ['SQLITE_FULL', 13],
  ['SQLITE_CANTOPEN_ISDIR', (2 << 8) | 14],
  ['SQLITE_PROTOCOL', 15],
  ['SQLITE_NOTADB', 26],
])('ST04: %s (%i) makes the store unavailable wherever it comes, and keeps nothing of the call', async (_, code) => {
  const error = failure(code)
  for (const start of ['BEGIN', 'INSERT', 'COMMIT']) {
    const { connection, database, all } = words()
    const goOn = failing(connection, 'prepare', start, error)

    await expect(database.transaction((unit) => insert(unit, 'lost'))).rejects.toThrow(
      new StoreUnavailable('The store cannot serve: it failed', { cause: error }),
    )

    goOn()
    expect(await all()).toEqual([])
    await database.transaction((unit) => insert(unit, 'kept'))
    expect(await all()).toEqual(['kept'])
  }
})

test('ST04: a part that cannot be undone makes the store unavailable, and the whole is undone', async () => {
  const { connection, database, all } = words()
  const goOn = failing(connection, 'exec', 'ROLLBACK TO', failure((1 << 8) | 10))

  const outer = database.transaction(async (unit) => {
    await insert(unit, 'before')
    await unit.transaction(async (part) => {
      await insert(part, 'inner')
      throw new RangeError('undone')
    })
  })

  await expect(outer).rejects.toThrow(new StoreUnavailable('The store cannot serve: it failed'))
  goOn()
  expect(await all()).toEqual([])
})

test('closing waits for the transactions asked for; after it the store is unavailable', async () => {
  const { path, database } = words()
  const transaction = database.transaction(async (unit) => {
    await Promise.resolve()
    await insert(unit, 'one')
  })

  await database.close()
  await database.close()

  await transaction
  await expect(insert(database, 'two')).rejects.toThrow(StoreUnavailable)
  await expect(database.all('SELECT * FROM words')).rejects.toThrow(StoreUnavailable)
  await expect(database.transaction((unit) => insert(unit, 'three'))).rejects.toThrow(StoreUnavailable)
  const again = new DatabaseSync(path)
  expect(again.prepare('SELECT word FROM words').all()).toEqual([{ word: 'one' }])
  again.close()
})

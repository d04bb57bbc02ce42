import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, type Row, StoreUnavailable, type Value } from './database.ts'

/** How long a locked file is waited for, in milliseconds, before the call is refused. */
const longestWait = 1_000
const pause = 20

const SQLITE_BUSY = 5

/** A statement, which of the given values each of its places takes, and the names of the columns it gives back. */
interface Prepared {
  readonly statement: StatementSync
  readonly places: readonly number[]
  readonly columns: readonly string[]
}

/**
 * SQLite in this process. A lock held by someone else is waited for without holding up the event loop; while it lasts
 * other statements go on.
 */
export class SqliteDatabase implements Database {
  readonly #connection: DatabaseSync
  readonly #prepared = new Map<string, Prepared>()
  /** Resolves when every transaction asked for so far has ended. */
  #queue: Promise<unknown> = Promise.resolve()
  /** The open transaction; statements outside it wait for its end. */
  #open: Promise<unknown> | undefined

  constructor(connection: DatabaseSync) {
    this.#connection = connection
  }

  async all<Found extends Row>(sql: string, ...values: readonly Value[]): Promise<Found[]> {
    return this.#patiently(() => this.#all<Found>(sql, values))
  }

  async run(sql: string, ...values: readonly Value[]): Promise<number> {
    return this.#patiently(() => this.#run(sql, values))
  }

  transaction<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(() => this.#begin(work))
    this.#queue = result.catch(() => undefined)
    return result
  }

  async close(): Promise<void> {
    await this.#queue
    if (this.#connection.isOpen) this.#connection.close()
  }

  #all<Found extends Row>(sql: string, values: readonly Value[]): Found[] {
    const { statement, places, columns } = this.#prepare(sql)
    const rows = statement.all(...given(places, values)) as unknown as Value[][]
    return rows.map((row) => named(columns, row) as Found)
  }

  #run(sql: string, values: readonly Value[]): number {
    const { statement, places } = this.#prepare(sql)
    return Number(statement.run(...given(places, values)).changes)
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known) return known
    const places: number[] = []
    const anonymous = sql.replaceAll(/\$(\d+)/g, (_, number) => {
      places.push(Number(number) - 1)
      return '?'
    })
    const statement = this.#connection.prepare(anonymous)
    // SQLite would make every name of every row anew.
    statement.setReturnArrays(true)
    const prepared = { statement, places, columns: statement.columns().map(({ name }) => name) }
    this.#prepared.set(sql, prepared)
    return prepared
  }

  async #begin<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    const { promise, resolve } = Promise.withResolvers<void>()
    await this.#patiently(() => {
      this.#run('BEGIN IMMEDIATE', [])
      this.#open = promise
    })
    try {
      return await this.#keepOrUndo(work, 'COMMIT', 'ROLLBACK')
    } finally {
      this.#open = undefined
      resolve()
    }
  }

  /** What stands in an open transaction. A transaction within it is a part of it that can be undone alone. */
  #unit(): Database {
    let queue: Promise<unknown> = Promise.resolve()
    return {
      all: async <Found extends Row>(sql: string, ...values: readonly Value[]) => this.#all<Found>(sql, values),
      run: async (sql, ...values) => this.#run(sql, values),
      transaction: (work) => {
        const result = queue.then(() => this.#part(work))
        queue = result.catch(() => undefined)
        return result
      },
      close: () => this.close(),
    }
  }

  #part<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    this.#run('SAVEPOINT part', [])
    return this.#keepOrUndo(work, 'RELEASE part', 'ROLLBACK TO part; RELEASE part')
  }

  async #keepOrUndo<Result>(
    work: (database: Database) => Promise<Result>,
    keep: string,
    undo: string,
  ): Promise<Result> {
    try {
      const result = await work(this.#unit())
      this.#run(keep, [])
      return result
    } catch (error) {
      // Where the disk is full or fails, SQLite has undone all of it already.
      if (this.#connection.isOpen && this.#connection.isTransaction) this.#connection.exec(undo)
      throw unavailable(error)
    }
  }

  /** Runs a statement when no transaction is open, at once or after it; a transaction may begin while a lock is waited for. */
  async #patiently<Result>(statement: () => Result): Promise<Result> {
    for (let waited = 0; ; waited += pause) {
      while (this.#open) await this.#open
      try {
        return statement()
      } catch (error) {
        if (!isBusy(error) || waited >= longestWait) throw unavailable(error)
        await sleep(pause)
      }
    }
  }
}

function given(places: readonly number[], values: readonly Value[]): Value[] {
  return places.map((place) => values[place] ?? null)
}

function named(columns: readonly string[], values: readonly Value[]): Row {
  const row: Record<string, Value> = {}
  for (let at = 0; at < columns.length; at++) row[columns[at] ?? ''] = values[at] ?? null
  return row
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && resultCode(error) === SQLITE_BUSY
}

/** SQLite's primary result codes that say the store cannot serve: locked, read-only, failing, damaged, full or gone. */
const cannotServe: ReadonlySet<number> = new Set([SQLITE_BUSY, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26])

/** What the store cannot help is {@link StoreUnavailable}; a statement that breaks a rule of the tables is our own fault. */
function unavailable(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  const failing = error.code === 'ERR_SQLITE_ERROR' && cannotServe.has(resultCode(error))
  if (!failing && error.code !== 'ERR_INVALID_STATE') return error
  return new StoreUnavailable(`The store cannot serve: ${error.message}`, { cause: error })
}

function resultCode(error: Error): number {
  return 'errcode' in error ? Number(error.errcode) & 0xff : 0
}

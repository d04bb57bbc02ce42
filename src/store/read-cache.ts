import { BoundedMap } from '../auth/bounded-map.ts'
import type { Database, Row, Value } from './database.ts'

/** How many answers are kept. */
const mostAnswers = 10_000
/** Answers of more rows are not kept. */
const mostRows = 100

/**
 * Keeps what was read until the next write of whatever kind: the same question then costs no statement, however large the
 * tables are. Only for a database that nobody else can write to.
 */
export class ReadCache implements Database {
  readonly #database: Database
  readonly #answers = new BoundedMap<string, readonly Row[]>(mostAnswers)
  /** Raised by every write; an answer from before one is not kept after it. */
  #writes = 0

  constructor(database: Database) {
    this.#database = database
  }

  async all<Found extends Row>(sql: string, ...values: readonly Value[]): Promise<readonly Found[]> {
    if (!sql.startsWith('SELECT')) return this.#forgetAfter(this.#database.all<Found>(sql, ...values))
    const question = JSON.stringify([sql, values])
    const known = this.#answers.get(question)
    return known ? (known as readonly Found[]) : this.#ask<Found>(question, sql, values)
  }

  run(sql: string, ...values: readonly Value[]): Promise<number> {
    return this.#forgetAfter(this.#database.run(sql, ...values))
  }

  transaction<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    return this.#forgetAfter(this.#database.transaction(work))
  }

  close(): Promise<void> {
    return this.#forgetAfter(this.#database.close())
  }

  async #ask<Found extends Row>(question: string, sql: string, values: readonly Value[]): Promise<readonly Found[]> {
    const writes = this.#writes
    const rows = await this.#database.all<Found>(sql, ...values)
    if (writes === this.#writes && rows.length <= mostRows) this.#answers.set(question, rows)
    return rows
  }

  /** A write that failed may have been kept all the same. */
  async #forgetAfter<Result>(write: Promise<Result>): Promise<Result> {
    try {
      return await write
    } finally {
      this.#writes++
      this.#answers.clear()
    }
  }
}

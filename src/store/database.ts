/** What a statement can be given and can give back. */
export type Value = string | number | null

export type Row = Readonly<Record<string, Value>>

/** Statements in the SQL that SQLite and PostgreSQL both take, with `$1`, `$2` … in the order of their first use. */
export interface Queries {
  all<Found extends Row>(sql: string, ...values: readonly Value[]): Promise<readonly Found[]>
  /** How many rows were changed. */
  run(sql: string, ...values: readonly Value[]): Promise<number>
}

/**
 * Where everything is kept, or one transaction of it. All methods reject with {@link StoreUnavailable} when the store
 * cannot serve now; nothing of the call is seen then, though it may be found after a crash that follows a failed sync.
 */
export interface Database extends Queries {
  /** Runs the work as one unit that no other statement comes between: all of it is kept, or none. */
  transaction<Result>(work: (database: Database) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** The store cannot serve now: locked, full, unreadable or gone. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** A store that must not be opened; the message says what to do. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused'
}

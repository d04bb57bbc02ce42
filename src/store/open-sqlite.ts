import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Database, StoreRefused } from './database.ts'
import { ReadCache } from './read-cache.ts'
import { schema, schemaVersion } from './schema.ts'
import { SqliteDatabase } from './sqlite.ts'

/**
 * Opens the store at a path, or in memory at `:memory:`, and makes its tables if there are none. The file is this
 * process's alone as long as it runs (which also spares every read its file locks), each commit is on the disk before it
 * is acknowledged, and deleted secrets are overwritten. Throws {@link StoreRefused} for a file that is no such store, is
 * of another schema, cannot be written or is in use, and leaves such a file as it was.
 */
export function openSqlite(path: string): Database {
  let connection: DatabaseSync | undefined
  try {
    if (path !== ':memory:') claim(path)
    connection = new DatabaseSync(path, { timeout: 0 })
    const isNew = inspect(connection, path)
    if (path !== ':memory:') keepToOwner(path)
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
    connection.exec(`PRAGMA cache_size = -${pageCache}`)
    if (isNew)
      connection.exec(`BEGIN EXCLUSIVE; ${schema('WITHOUT ROWID')} PRAGMA user_version = ${schemaVersion}; COMMIT`)
    return new ReadCache(new SqliteDatabase(connection))
  } catch (error) {
    connection?.close()
    throw error instanceof StoreRefused ? error : refused(path, error)
  }
}

/** In KiB, taken as it is needed: with SQLite's own 2 MB, each look-up in a large ledger reads the file anew. */
const pageCache = 65_536

/** SQLite takes a file shorter than its own header for an empty one, and would write over it. */
const shortestFile = 16

/** Makes a new file its owner's alone to read, from the first moment on; SQLite gives its log the same mode. */
function claim(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600))
  const { size } = statSync(path)
  if (size > 0 && size < shortestFile) throw new Error('file is not a database')
}

function keepToOwner(path: string): void {
  const { mode } = statSync(path)
  if ((mode & 0o077) !== 0) chmodSync(path, mode & 0o700)
}

/** Locks the file, and tells whether it is still without tables; none but ours may be in it, of a schema we know. */
function inspect(connection: DatabaseSync, path: string): boolean {
  connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; ROLLBACK')
  if (number(connection, 'SELECT count(*) FROM sqlite_schema') === 0) return true
  if (number(connection, "SELECT count(*) FROM sqlite_schema WHERE name IN ('meta', 'worlds', 'secrets')") < 3) {
    throw new StoreRefused(`The file "${path}" holds another program's tables: choose another file with --data`)
  }
  const version = number(connection, 'PRAGMA user_version')
  if (version > schemaVersion) {
    throw new StoreRefused(
      `The store "${path}" was written by a newer Latchkey (schema ${version}, this one knows ${schemaVersion}): update Latchkey, or choose another file with --data`,
    )
  }
  if (version < schemaVersion) {
    throw new StoreRefused(
      `The store "${path}" was written by an older Latchkey (schema ${version}, this one wants ${schemaVersion}): move it away to begin anew, or choose another file with --data`,
    )
  }
  return false
}

function number(connection: DatabaseSync, sql: string): number {
  return Number(Object.values(connection.prepare(sql).get() ?? {})[0])
}

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /not a database|malformed|corrupt/i,
    'it is damaged or no SQLite file; restore it from a copy, or move it away to begin anew',
  ],
  [/locked|busy/i, 'another process holds it; stop that one, or choose another file with --data'],
  [/disk is full|ENOSPC/i, 'the disk is full; make room, or choose another file with --data'],
  [
    /readonly|EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST|disk I\/O|unable to open/i,
    'it cannot be written; check the path, its owner and mode, or choose another file with --data',
  ],
]

/** A failure of SQLite's while a store is opened, or first read, with what to do about it. */
export function refused(path: string, error: unknown): StoreRefused {
  const reason = error instanceof Error ? error.message : String(error)
  const remedy = remedies.find(([pattern]) => pattern.test(reason))?.[1] ?? reason
  return new StoreRefused(`The store "${path}" cannot be opened: ${remedy}`, { cause: error })
}

import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { createKeyRing } from '../src/auth/key-ring.ts'
import { Accounts } from '../src/store/accounts.ts'
import type { Database } from '../src/store/database.ts'
import { openSqlite } from '../src/store/open-sqlite.ts'
import type { Scope } from '../src/store/scope.ts'
import { Secrets } from '../src/store/secrets.ts'

/** When the clock of a ledger stands before it is moved, in milliseconds. */
export const start = 1_800_000_000_000

const keys = createKeyRing(randomBytes(32), randomBytes)

/** A database of one test file, which is gone after its tests. */
export function openDatabase(): Database {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const database = openSqlite(join(folder, 'data.db'))
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  })
  return database
}

/** A ledger in a world of its own, whose clock stands still until it is moved. */
export function ledgerIn(database: Database, { world = randomUUID() as string, api = 'bank' } = {}) {
  const time = { now: start }
  const scope: Scope = { database, world, api, clock: () => time.now, random: randomBytes, keys }
  return { time, scope, world, secrets: new Secrets(scope), accounts: new Accounts(scope) }
}

/** How many secrets of a world are kept, dead ones too. */
export async function rowsOf(database: Database, world: string): Promise<number> {
  return (await database.all('SELECT hash FROM secrets WHERE world = $1', world)).length
}

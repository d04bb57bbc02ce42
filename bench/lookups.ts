import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createKeyRing } from '../src/auth/key-ring.ts'
import { createPasswords, defaultPasswordCost } from '../src/auth/password.ts'
import { hashSecret } from '../src/auth/secret.ts'
import { defaultLimits } from '../src/store/api-store.ts'
import type { Database } from '../src/store/database.ts'
import { openSqlite } from '../src/store/open-sqlite.ts'
import type { Secrets } from '../src/store/secrets.ts'
import { SqliteDatabase } from '../src/store/sqlite.ts'
import { Store } from '../src/store/store.ts'
import { median, table } from './statistics.ts'

const sizes = [1, 1_000, 1_000_000]
const lookupsPerRound = 5_000

interface Filled {
  readonly name: string
  readonly folder: string
  /** Some of the secrets in it, to look up. */
  readonly plain: readonly string[]
}

interface Ledger extends Filled {
  readonly secrets: Secrets
  close(): Promise<void>
}

/** How a ledger answers: as it does in the server, or as for the first time after a write, from the file. */
const ways: Readonly<Record<string, (path: string) => Database>> = {
  remembered: openSqlite,
  'from the file': (path) => {
    const connection = new DatabaseSync(path)
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536')
    return new SqliteDatabase(connection)
  },
}

/** What a look-up costs in ledgers of different sizes, in turn; two of the smallest size are the control. */
export async function timeLookups(runs: number, rounds: number): Promise<string> {
  const rows: string[][] = []
  for (let run = 1; run <= runs; run++) {
    process.stderr.write(`lookups: run ${run} of ${runs}\n`)
    const files = await Promise.all([sizes[0] ?? 1, ...sizes].map(fill))
    for (const [way, open] of Object.entries(ways)) {
      const ledgers = await Promise.all(files.map((file) => openLedger(file, open)))
      rows.push(...(await compare(ledgers, rounds)).map((row) => [String(run), way, ...row]))
      for (const ledger of ledgers) await ledger.close()
    }
    for (const { folder } of files) rmSync(folder, { recursive: true, force: true })
  }
  const head = ['run', 'answered', 'secrets', 'microseconds', 'ratio']
  return `### A look-up in a ledger of so many secrets, against one of one secret\n\n${table(head, rows)}\n`
}

async function compare(ledgers: readonly Ledger[], rounds: number): Promise<string[][]> {
  const times = new Map<Ledger, number[]>(ledgers.map((ledger) => [ledger, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const ledger of ledgers) times.get(ledger)?.push(await lookUp(ledger))
  }
  const [control, ...others] = ledgers
  const base = control ? (times.get(control) ?? []).slice(1) : []
  return others.map((other) => [other.name, ...compared((times.get(other) ?? []).slice(1), base)])
}

function compared(times: readonly number[], base: readonly number[]): string[] {
  const ratios = times.map((time, round) => time / (base[round] ?? Number.NaN))
  return [median(times).toFixed(1), median(ratios).toFixed(2)]
}

/** Microseconds of CPU time for each look-up of a round, of secrets all over the ledger. */
async function lookUp({ secrets, plain }: Ledger): Promise<number> {
  const before = process.cpuUsage()
  for (let count = 0; count < lookupsPerRound; count++) {
    const found = await secrets.find('token', plain[count % plain.length] ?? '')
    if (found?.state !== 'active') throw new Error('A secret that was handed out is not found')
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / lookupsPerRound
}

async function openLedger(filled: Filled, open: (path: string) => Database): Promise<Ledger> {
  const store = storeOf(open(join(filled.folder, 'data.db')))
  const { secrets } = (await store.world('')).api('bench')
  return { ...filled, secrets, close: () => store.close() }
}

function storeOf(database: Database): Store {
  const keys = createKeyRing(Buffer.alloc(32, 7), randomBytes)
  const passwords = createPasswords(defaultPasswordCost, randomBytes)
  const tenant = { id: 'bench', settings: { ...defaultLimits }, seed: async () => {} }
  return new Store({ database, clock: Date.now, random: randomBytes, keys, passwords, tenants: [tenant] })
}

async function fill(size: number): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const database = openSqlite(join(folder, 'data.db'))
  const store = storeOf(database)
  const { accounts } = (await store.world('')).api('bench')
  await accounts.create({
    id: '1',
    email: 'a@example.com',
    name: 'A',
    role: 'USER',
    password: undefined,
    identities: [],
  })
  const every = Math.max(1, Math.trunc(size / 1_000))
  const plain: string[] = []
  // Rows as `issue` writes them, many to a transaction: a million commits would take an hour.
  await database.transaction(async (unit) => {
    for (let count = 0; count < size; count++) {
      const secret = `secret-${count}`
      if (count % every === 0) plain.push(secret)
      await unit.run(
        `INSERT INTO secrets (world, api, kind, hash, id, subject, family, issued, seen, data)
         VALUES ('', 'bench', 'token', $1, $2, '1', $2, $3, $3, '{}')`,
        ...[hashSecret(secret), String(count), count],
      )
    }
  })
  await store.close()
  return { name: size.toLocaleString('en'), folder, plain }
}

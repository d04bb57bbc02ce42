import { createHash } from 'node:crypto'
import type { Tenant } from './api-store.ts'
import type { Database, Row } from './database.ts'
import type { Scope } from './scope.ts'

/** The name of the counter that says which demo data of an API a world began with. */
const counter = 'demo data'

/** A number for what the demo data of an API are made of. */
export function editionOf({ edition = '' }: Tenant): number {
  return Number.parseInt(createHash('sha256').update(edition).digest('hex').slice(0, 12), 16)
}

/** Which demo data a world has, by API. */
export async function seededEditions(database: Database, world: string): Promise<ReadonlyMap<string, number>> {
  const rows = await database.all<Row & { api: string; value: number }>(
    'SELECT api, value FROM counters WHERE world = $1 AND name = $2',
    ...[world, counter],
  )
  return new Map(rows.map(({ api, value }) => [api, value]))
}

export async function noteEdition({ database, world, api }: Scope, edition: number): Promise<void> {
  await database.run(
    `INSERT INTO counters (world, api, name, value) VALUES ($1, $2, $3, $4)
     ON CONFLICT (world, api, name) DO UPDATE SET value = $4`,
    ...[world, api, counter, edition],
  )
}

/** Whether an API has anything in a world; stores of earlier versions do not say which demo data they have. */
export async function isUsed({ database, world, api }: Scope): Promise<boolean> {
  const [row] = await database.all(
    `SELECT 1 AS used FROM accounts WHERE world = $1 AND api = $2
     UNION ALL SELECT 1 FROM secrets WHERE world = $1 AND api = $2 LIMIT 1`,
    ...[world, api],
  )
  return row !== undefined
}

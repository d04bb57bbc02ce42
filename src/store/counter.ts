import type { Scope } from './scope.ts'

/** The next number of a count that begins at 1 and never gives a number twice. */
export async function nextNumber({ database, world, api }: Scope, name: string): Promise<number> {
  const [row] = await database.all<{ value: number }>(
    `INSERT INTO counters (world, api, name, value) VALUES ($1, $2, $3, 1)
     ON CONFLICT (world, api, name) DO UPDATE SET value = counters.value + 1 RETURNING value`,
    world,
    api,
    name,
  )
  return row?.value ?? 1
}

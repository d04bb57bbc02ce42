import { second } from '../auth/clock.ts'
import { hashSecret } from '../auth/secret.ts'
import { throttleMemory } from '../auth/throttle.ts'
import type { Row } from './database.ts'
import type { Scope } from './scope.ts'

/** How often something may be done under a name: so many times in a span that begins with the first, a day at the most. */
export interface Allowance {
  /** What may be done; counted apart from everything else. */
  readonly what: string
  readonly name: string
  readonly most: number
  /** In milliseconds. */
  readonly span: number
}

interface Used {
  readonly count: number
  readonly first: number
}

/**
 * Limits on what costs money or narrows a guess, failed or not, beside those on failures. They stand in the same table,
 * so that a restart forgets neither; names are kept hashed.
 */
export class Allowances {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Takes one of each, or nothing if one of them is used up: then the seconds until it is not, else 0. */
  async take(wanted: readonly Allowance[]): Promise<number> {
    return this.#scope.database.transaction(async (database) => {
      const scope = { ...this.#scope, database }
      const now = scope.clock()
      const used = await Promise.all(wanted.map((allowance) => read(scope, allowance, now)))
      const wait = Math.max(0, ...wanted.map((allowance, at) => secondsUntilMore(allowance, used[at], now)))
      if (wait > 0) return wait
      await database.run('DELETE FROM failures WHERE world = $1 AND last < $2', scope.world, now - throttleMemory)
      await Promise.all(wanted.map((allowance, at) => write(scope, allowance, used[at], now)))
      return 0
    })
  }

  /** Gives back what was taken under a name. */
  async restore({ what, name }: Pick<Allowance, 'what' | 'name'>): Promise<void> {
    const { database, world, api } = this.#scope
    await database.run(`DELETE FROM failures ${one}`, world, api, ...keyOf(what, name))
  }
}

const one = 'WHERE world = $1 AND api = $2 AND scope = $3 AND name = $4'

function keyOf(what: string, name: string): [string, string] {
  return [`allowance: ${what}`, hashSecret(name)]
}

/** What was used of the span that is running; undefined if none is. */
async function read(
  { database, world, api }: Scope,
  { what, name, span }: Allowance,
  now: number,
): Promise<Used | undefined> {
  const [row] = await database.all<Row & Used>(
    `SELECT count, first FROM failures ${one}`,
    ...[world, api, ...keyOf(what, name)],
  )
  return row && now < row.first + span ? row : undefined
}

function secondsUntilMore({ most, span }: Allowance, used: Used | undefined, now: number): number {
  // A clock can be set back.
  return used && used.count >= most ? Math.ceil(Math.min(used.first + span - now, span) / second) : 0
}

async function write(
  { database, world, api }: Scope,
  { what, name }: Allowance,
  used: Used | undefined,
  now: number,
): Promise<void> {
  const { count, first } = used ?? { count: 0, first: now }
  await database.run(
    `INSERT INTO failures (world, api, scope, name, count, first, last) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (world, api, scope, name) DO UPDATE SET count = $5, first = $6, last = $7`,
    ...[world, api, ...keyOf(what, name), count + 1, first, now],
  )
}

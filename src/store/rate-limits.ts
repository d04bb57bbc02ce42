import { second } from '../auth/clock.ts'
import { failureMemory } from '../auth/failure-limits.ts'
import { hashSecret } from '../auth/secret.ts'
import type { Row } from './database.ts'
import { limitScope, type Scope } from './scope.ts'

/** At most `most` uses under a name within a span that begins with the first use; a day at the most. */
export interface RateLimit {
  /** What may be done; counted apart from everything else. */
  readonly what: string
  readonly name: string
  readonly most: number
  /** In milliseconds. */
  readonly span: number
}

/** How often something was used in the span that is running, and when that began. */
export interface Used {
  readonly count: number
  readonly first: number
}

/**
 * Limits on what costs money or narrows a guess, whether it fails or not. They share a table with the failure limits,
 * so that a restart forgets neither. Names are stored hashed.
 */
export class RateLimits {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = limitScope(scope)
  }

  /** Takes one use of each and returns 0. If one of them is used up, takes nothing and returns the seconds until it is not. */
  async take(wanted: readonly RateLimit[]): Promise<number> {
    return this.#scope.database.transaction(async (database) => {
      const scope = { ...this.#scope, database }
      const now = scope.clock()
      const used = await Promise.all(wanted.map((rateLimit) => read(scope, rateLimit, now)))
      const wait = Math.max(0, ...wanted.map((rateLimit, at) => secondsUntilMore(rateLimit, used[at], now)))
      if (wait > 0) return wait
      await database.run('DELETE FROM failures WHERE world = $1 AND last < $2', scope.world, now - failureMemory)
      await Promise.all(wanted.map((rateLimit, at) => write(scope, rateLimit, used[at], now)))
      return 0
    })
  }

  /** Clears the uses under a name. */
  async restore({ what, name }: Pick<RateLimit, 'what' | 'name'>): Promise<void> {
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
  { what, name, span }: RateLimit,
  now: number,
): Promise<Used | undefined> {
  const [row] = await database.all<Row & Used>(
    `SELECT count, first FROM failures ${one}`,
    ...[world, api, ...keyOf(what, name)],
  )
  return row && now < row.first + span ? row : undefined
}

export function secondsUntilMore({ most, span }: RateLimit, used: Used | undefined, now: number): number {
  // A clock can be set back.
  return used && used.count >= most ? Math.ceil(Math.min(used.first + span - now, span) / second) : 0
}

async function write(
  { database, world, api }: Scope,
  { what, name }: RateLimit,
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

import { hour } from '../auth/clock.ts'
import {
  type Failures as Counted,
  type FailureLimits,
  type FailureScope,
  failureMemory,
  secondsToWait,
  startsNewWindow,
} from '../auth/failure-limits.ts'
import { hashSecret } from '../auth/secret.ts'
import { normaliseLogin } from '../contract/login-name.ts'
import type { Row } from './database.ts'
import { limitScope, type Scope } from './scope.ts'

type FailureRow = Row & Counted & { readonly scope: string; readonly name: string }

/** A success where nothing had failed is noted at most this often; an address is known for a day from the last note. */
const knownEvery = hour

/** A try at a login: the name as it was typed, and the network address it came from. */
export interface Attempt {
  readonly login: string
  readonly address: string
}

/**
 * Failed tries, counted by what was typed and where it came from, whether or not an account of that name exists. Names
 * are kept hashed: people type passwords into the wrong field.
 */
export class Failures {
  readonly #scope: Scope
  readonly #limits: () => FailureLimits
  /** Addresses over their limit, so that a request with a valid credential costs no look-up to let through. */
  readonly #blocked = new Map<string, Counted>()

  constructor(scope: Scope, limits: () => FailureLimits) {
    this.#scope = limitScope(scope)
    this.#limits = limits
  }

  /** Seconds this login has to wait; 0 if it may be tried now. An address it succeeded from before is spared the account's own limit. */
  async wait(attempt: Attempt): Promise<number> {
    const keys = keysOf(attempt)
    const rows = await this.#read([...Object.entries(keys), ['known', keys.login]])
    const now = this.#scope.clock()
    const known = rows.some((row) => row.scope === 'known' && now < row.last + failureMemory)
    const waits = rows
      .filter(({ scope }) => scope !== 'known' && !(known && scope === 'account'))
      .map((row) => secondsToWait(row.scope as FailureScope, row, this.#limits(), now))
    return Math.max(0, ...waits)
  }

  async failed(attempt: Attempt): Promise<void> {
    await this.#count(Object.entries(keysOf(attempt)) as [FailureScope, string][])
  }

  /** A success ends the row of failures; only the address keeps its count. */
  async succeeded(attempt: Attempt): Promise<void> {
    const { login, account } = keysOf(attempt)
    const { database, world, api, clock } = this.#scope
    const rows = await this.#read([
      ['login', login],
      ['account', account],
      ['known', login],
    ])
    const [first, ...others] = rows
    if (first?.scope === 'known' && others.length === 0 && clock() < first.last + knownEvery) return
    await database.transaction(async (unit) => {
      await unit.run(
        `DELETE FROM failures WHERE world = $1 AND api = $2 AND ((scope = 'login' AND name = $3) OR (scope = 'account' AND name = $4))`,
        ...[world, api, login, account],
      )
      await unit.run(upsertSql, ...[world, api, 'known', login, 1, clock(), clock()])
    })
  }

  /** Counts a credential that was never issued against the address that guessed it. */
  async guessed(address: string): Promise<void> {
    await this.#count([['address', hashSecret(address)]])
  }

  /** Seconds an address has to wait that guessed too often; no look-up. */
  waitOfAddress(address: string): number {
    if (this.#blocked.size === 0) return 0
    const failures = this.#blocked.get(hashSecret(address))
    return failures ? secondsToWait('address', failures, this.#limits(), this.#scope.clock()) : 0
  }

  /** Brings back what a restart must not forget. */
  async load(): Promise<void> {
    const { database, world, api } = this.#scope
    const rows = await database.all<FailureRow>(
      `SELECT * FROM failures WHERE world = $1 AND api = $2 AND scope = 'address' AND count >= $3`,
      ...[world, api, this.#limits().failuresPerAddress],
    )
    for (const row of rows) this.#blocked.set(row.name, row)
  }

  async #read(keys: readonly (readonly [string, string])[]): Promise<readonly FailureRow[]> {
    const { database, world, api } = this.#scope
    const places = keys.map((_, index) => `(scope = $${index * 2 + 3} AND name = $${index * 2 + 4})`).join(' OR ')
    return database.all<FailureRow>(
      `SELECT * FROM failures WHERE world = $1 AND api = $2 AND (${places})`,
      world,
      api,
      ...keys.flat(),
    )
  }

  async #count(keys: readonly (readonly [FailureScope, string])[]): Promise<void> {
    const { database, world, api, clock } = this.#scope
    const now = clock()
    const counted = await database.transaction(async (unit) => {
      await unit.run('DELETE FROM failures WHERE world = $1 AND last < $2', world, now - failureMemory)
      return Promise.all(
        keys.map(async ([scope, name]) => {
          const [row] = await unit.all<FailureRow>(
            'SELECT * FROM failures WHERE world = $1 AND api = $2 AND scope = $3 AND name = $4',
            ...[world, api, scope, name],
          )
          const next =
            row && !startsNewWindow(scope, row, now)
              ? { count: row.count + 1, first: row.first }
              : { count: 1, first: now }
          await unit.run(upsertSql, ...[world, api, scope, name, next.count, next.first, now])
          return { scope, name, ...next, last: now }
        }),
      )
    })
    for (const row of counted) if (row.scope === 'address') this.#remember(row)
  }

  #remember(row: Counted & { readonly name: string }): void {
    if (row.count >= this.#limits().failuresPerAddress) this.#blocked.set(row.name, row)
    else this.#blocked.delete(row.name)
  }
}

const upsertSql = `INSERT INTO failures (world, api, scope, name, count, first, last) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (world, api, scope, name) DO UPDATE SET count = $5, first = $6, last = $7`

function keysOf({ login, address }: Attempt): Record<FailureScope, string> {
  const name = normaliseLogin(login)
  return { login: hashSecret(`${name} ${address}`), account: hashSecret(name), address: hashSecret(address) }
}

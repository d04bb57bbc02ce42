import type { Clock } from '../auth/clock.ts'
import { day } from '../auth/clock.ts'
import type { KeyRing } from '../auth/key-ring.ts'
import type { Passwords } from '../auth/password.ts'
import type { Random } from '../auth/secret.ts'
import { apiStore, foreignStore, type Tenant } from './api-store.ts'
import { type Database, type Row, StoreRefused } from './database.ts'
import { editionOf, isUsed, noteEdition, seededEditions } from './editions.ts'
import { noLimit, type Page } from './page.ts'
import type { Scope } from './scope.ts'
import type { SettingValues } from './settings.ts'
import { World, type WorldRow } from './world.ts'

interface StoreParts {
  readonly database: Database
  /** The machine's clock. */
  readonly clock: Clock
  readonly random: Random
  readonly keys: KeyRing
  readonly passwords: Passwords
  readonly tenants: readonly Tenant[]
}

/** Values that some settings of one API have in one world. */
interface ChangedSettings {
  readonly world: string
  readonly api: string
  readonly values: SettingValues
}

/** A world nobody used for so long makes room, and so does the longest unused one when there are too many. */
const unusedFor = 7 * day
const mostWorlds = 1_000

const worldTables = [
  'secrets',
  'identities',
  'accounts',
  'resources',
  'failures',
  'outbox',
  'settings',
  'counters',
] as const

/** All worlds, each with its demo data from the start. */
export class Store {
  readonly #parts: Omit<StoreParts, 'tenants'>
  readonly #tenants: Map<string, Tenant>
  readonly #worlds = new Map<string, Promise<World>>()

  constructor(parts: StoreParts) {
    this.#parts = parts
    this.#tenants = new Map(parts.tenants.map((tenant) => [tenant.id, tenant]))
  }

  /** Puts a tenant in the place of the one with its id: worlds keep what they have and get the demo data that are new. */
  async replace(tenant: Tenant): Promise<void> {
    this.#tenants.set(tenant.id, tenant)
    for (const world of await Promise.all(this.#worlds.values())) {
      await this.#complete(world)
      await world.api(tenant.id).settings.redefine(tenant.settings)
    }
  }

  /** Binds the store to the installation's secret; throws {@link StoreRefused} if it belongs to another. */
  async verifyOwner(): Promise<void> {
    const { database, keys } = this.#parts
    await database.run(`INSERT INTO meta (name, value) VALUES ('secret', $1) ON CONFLICT DO NOTHING`, keys.fingerprint)
    const [row] = await database.all<Row & { value: string }>(`SELECT value FROM meta WHERE name = 'secret'`)
    if (row?.value !== keys.fingerprint) {
      throw new StoreRefused(
        'The store was made with another LATCHKEY_SECRET: start with that one, or choose another file with --data',
      )
    }
  }

  world(name: string): Promise<World> {
    const known = this.#worlds.get(name)
    if (known) return known
    const opened = this.#open(name)
    this.#worlds.set(name, opened)
    opened.catch(() => this.#worlds.delete(name))
    return opened
  }

  /** The world of that name, if there is one; it is not made. */
  async existing(name: string): Promise<World | undefined> {
    const known = this.#worlds.get(name)
    if (known) return known
    const [row] = await this.#parts.database.all<WorldRow>('SELECT * FROM worlds WHERE world = $1', name)
    return row && this.world(name)
  }

  /** By name, from one of them. A world that is not in use is shown without being opened. */
  async list({ from = '', limit = noLimit }: Page<string> = {}): Promise<World[]> {
    const { database, clock } = this.#parts
    const sql = 'SELECT * FROM worlds WHERE world >= $1 ORDER BY world LIMIT $2'
    const rows = await database.all<WorldRow>(sql, from, limit)
    return Promise.all(rows.map((row) => this.#worlds.get(row.world) ?? new World(row, database, clock)))
  }

  /** The settings that were ever changed, of every API in every world. */
  async changedSettings(): Promise<readonly ChangedSettings[]> {
    const rows = await this.#parts.database.all<Row & { world: string; api: string; name: string; value: string }>(
      'SELECT world, api, name, value FROM settings ORDER BY world, api, name',
    )
    return rows.map(({ world, api, name, value }) => ({ world, api, values: { [name]: JSON.parse(value) } }))
  }

  /** Forgets a world altogether; the next one of its name begins anew. False if there was none. */
  async remove(name: string): Promise<boolean> {
    this.#worlds.delete(name)
    return this.#parts.database.transaction(async (database) => {
      await empty(database, name)
      return (await database.run('DELETE FROM worlds WHERE world = $1', name)) > 0
    })
  }

  /** Puts a world back to how it began: demo data, default settings, the machine's time. */
  async reset(name: string): Promise<World> {
    await this.remove(name)
    return this.world(name)
  }

  async close(): Promise<void> {
    await this.#parts.database.close()
  }

  async #open(name: string): Promise<World> {
    const { database, clock } = this.#parts
    const [row] = await database.all<WorldRow>('SELECT * FROM worlds WHERE world = $1', name)
    const world = new World(row ?? newRow(name, clock()), database, clock)
    await (row ? this.#complete(world) : this.#create(world))
    await this.#furnish(world)
    return world
  }

  async #create(world: World): Promise<void> {
    await this.#prepare(this.#seeding())
    await this.#parts.database.transaction(async (database) => {
      await this.#makeRoom(database)
      // Requests under way when a world of this name was removed may have left something behind.
      await empty(database, world.name)
      await database.run(
        'INSERT INTO worlds (world, created, used, clock_offset) VALUES ($1, $2, $3, 0)',
        ...[world.name, world.created, world.created],
      )
      for (const tenant of this.#seeding()) await this.#seed(world, tenant, database)
    })
  }

  /** Adds the demo data that a world did not begin with, such as those of an API that was not served then. */
  async #complete(world: World): Promise<void> {
    const { database } = this.#parts
    const editions = await seededEditions(database, world.name)
    const outdated = this.#seeding().filter((tenant) => editions.get(tenant.id) !== editionOf(tenant))
    if (outdated.length === 0) return
    await this.#prepare(outdated)
    await database.transaction(async (inside) => {
      for (const tenant of outdated) await this.#seed(world, tenant, inside, editions.has(tenant.id))
    })
  }

  async #prepare(tenants: readonly Tenant[]): Promise<void> {
    for (const tenant of tenants) await tenant.prepare?.(this.#parts.passwords)
  }

  async #seed(world: World, tenant: Tenant, database: Database, isAgain = false): Promise<void> {
    const scope = this.#scope(world, tenant, database)
    const store = apiStore(scope, tenant.settings)
    const { passwords } = this.#parts
    const isInUse = isAgain || (await isUsed(scope))
    if (!isInUse) await tenant.seed?.(store, passwords)
    else if (isAgain || tenant.refillsAll) await tenant.refill?.(store, passwords)
    await noteEdition(scope, editionOf(tenant))
  }

  /** The tenants whose worlds do not begin empty. */
  #seeding(): readonly Tenant[] {
    return [...this.#tenants.values()].filter(({ seed }) => seed)
  }

  /** Gives the world the stores of its APIs, with what they hold in memory read back. */
  async #furnish(world: World): Promise<void> {
    for (const tenant of this.#tenants.values()) {
      const store = apiStore(this.#scope(world, tenant, this.#parts.database), tenant.settings)
      await store.settings.load()
      const foreign = foreignStore(store)
      for (const { failures } of [store, foreign]) await failures.load()
      world.furnish(tenant.id, store, foreign)
    }
  }

  #scope(world: World, { id }: Tenant, database: Database): Scope {
    const { random, keys } = this.#parts
    return { database, world: world.name, api: id, clock: world.clock, random, keys }
  }

  async #makeRoom(database: Database): Promise<void> {
    const surplus = await database.all<Row & { world: string }>(
      `SELECT world FROM worlds WHERE world <> '' AND (used < $1 OR world IN
       (SELECT world FROM worlds WHERE world <> '' ORDER BY used DESC, world LIMIT 100000 OFFSET $2))`,
      ...[this.#parts.clock() - unusedFor, mostWorlds - 1],
    )
    for (const { world } of surplus) {
      this.#worlds.delete(world)
      await empty(database, world)
      await database.run('DELETE FROM worlds WHERE world = $1', world)
    }
  }
}

function newRow(world: string, now: number): WorldRow {
  return { world, created: now, used: now, clock_offset: 0, frozen: null }
}

async function empty(database: Database, world: string): Promise<void> {
  for (const table of worldTables) await database.run(`DELETE FROM ${table} WHERE world = $1`, world)
}

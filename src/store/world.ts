import type { Clock } from '../auth/clock.ts'
import type { ApiStore } from './api-store.ts'
import { type Database, type Row, StoreUnavailable } from './database.ts'
import { Faults } from './faults.ts'

/** How a world's clock stands against the machine's: so many milliseconds ahead, or stopped at a moment. */
export interface ClockSetting {
  readonly offset: number
  readonly frozen: number | undefined
}

export interface WorldRow extends Row {
  readonly world: string
  readonly created: number
  readonly used: number
  readonly clock_offset: number
  readonly frozen: number | null
}

/** A sandbox of its own: its accounts, secrets, settings and time touch no other world's. */
export class World {
  readonly name: string
  readonly created: number
  readonly faults = new Faults()
  readonly #database: Database
  readonly #machine: Clock
  readonly #apis = new Map<string, ApiStore>()
  #setting: ClockSetting
  #used: number

  constructor(row: WorldRow, database: Database, machine: Clock) {
    this.name = row.world
    this.created = row.created
    this.#used = row.used
    this.#database = database
    this.#machine = machine
    this.#setting = { offset: row.clock_offset, frozen: row.frozen ?? undefined }
  }

  /** The world's present. */
  readonly clock: Clock = () => this.#setting.frozen ?? this.#machine() + this.#setting.offset

  get clockSetting(): ClockSetting {
    return this.#setting
  }

  get used(): number {
    return this.#used
  }

  /** Throws a RangeError for an API the house does not have. */
  api(id: string): ApiStore {
    const store = this.#apis.get(id)
    if (!store) throw new RangeError(`There is no API "${id}"`)
    return store
  }

  furnish(id: string, store: ApiStore): void {
    this.#apis.set(id, store)
  }

  /** Moves or stops the clock, for good: a restart finds it as it was left. */
  async setClock({ offset, frozen }: ClockSetting): Promise<void> {
    await this.#database.run(
      'UPDATE worlds SET clock_offset = $1, frozen = $2 WHERE world = $3',
      ...[offset, frozen ?? null, this.name],
    )
    this.#setting = { offset, frozen }
  }

  /** Stops the clock where it is, or lets it run on from there. */
  async freeze(frozen: boolean): Promise<void> {
    const now = this.clock()
    await this.setClock(
      frozen ? { ...this.#setting, frozen: now } : { offset: now - this.#machine(), frozen: undefined },
    )
  }

  /** Sets the clock to a moment; a stopped clock stays stopped. */
  async setTime(now: number): Promise<void> {
    const { frozen } = this.#setting
    await this.setClock(
      frozen === undefined ? { offset: now - this.#machine(), frozen } : { ...this.#setting, frozen: now },
    )
  }

  /** Notes that the world is in use, at most once a minute, by the machine's clock; a store that cannot note it is no reason to refuse. */
  async touch(): Promise<void> {
    const now = this.#machine()
    if (now < this.#used + 60_000) return
    this.#used = now
    await this.#database.run('UPDATE worlds SET used = $1 WHERE world = $2', now, this.name).catch((error) => {
      if (!(error instanceof StoreUnavailable)) throw error
    })
  }
}

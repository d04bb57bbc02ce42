import type { Clock } from '../auth/clock.ts'
import type { ApiStore } from './api-store.ts'
import { type Database, type Row, StoreUnavailable } from './database.ts'

/** How a world's clock stands against the machine's: so many milliseconds ahead, or stopped at a moment. */
interface ClockSetting {
  readonly offset: number
  readonly frozen: number | undefined
}

/**
 * The first and the last moment that a world's clock shows (SB-53), in milliseconds since the epoch: what is issued at
 * either lives by moments that NumericDate and RFC 3339 can write, whose years have four digits.
 */
export const clockBounds = { earliest: 0, latest: Date.UTC(9000, 0) } as const

/** Whether a clock can show that moment; what is no number is none. */
export function canShow(moment: number): boolean {
  return moment >= clockBounds.earliest && moment <= clockBounds.latest
}

/** What to change of a clock; the rest stays as it is. */
interface ClockChange {
  /** The new present. */
  readonly now?: number | undefined
  readonly frozen?: boolean | undefined
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
  readonly #database: Database
  readonly #machine: Clock
  readonly #apis = new Map<string, ApiStore>()
  readonly #foreign = new Map<string, ApiStore>()
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

  /** The world's present; a clock that comes to its bound, or was left beyond it by an earlier version, stands there. */
  readonly clock: Clock = () => {
    const moment = this.#setting.frozen ?? this.#machine() + this.#setting.offset
    return Math.min(Math.max(moment, clockBounds.earliest), clockBounds.latest)
  }

  get clockSetting(): ClockSetting {
    return this.#setting
  }

  get used(): number {
    return this.#used
  }

  /** What an API keeps here, for the developer or for pages of other sites; throws a RangeError for an unknown API. */
  api(id: string, isForeign = false): ApiStore {
    const store = (isForeign ? this.#foreign : this.#apis).get(id)
    if (!store) throw new RangeError(`There is no API "${id}"`)
    return store
  }

  furnish(id: string, store: ApiStore, foreign: ApiStore): void {
    this.#apis.set(id, store)
    this.#foreign.set(id, foreign)
  }

  /**
   * Sets the clock to a moment, stops it or lets it run on from where it stands, in one step and for good: a restart finds
   * it as it was left. Throws a RangeError, and changes nothing, for a moment that no clock shows.
   */
  async changeClock({ now = this.clock(), frozen = this.#setting.frozen !== undefined }: ClockChange): Promise<void> {
    if (!canShow(now)) throw new RangeError(`No clock shows ${now}`)
    const changed: ClockSetting = frozen
      ? { ...this.#setting, frozen: now }
      : { offset: now - this.#machine(), frozen: undefined }
    await this.#database.run(
      'UPDATE worlds SET clock_offset = $1, frozen = $2 WHERE world = $3',
      ...[changed.offset, changed.frozen ?? null, this.name],
    )
    this.#setting = changed
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

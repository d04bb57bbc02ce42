import type { Observed } from './observed.ts'
import { Ring } from './ring.ts'

/** As many are kept of a world, and of what foreign pages asked there. */
const mostOfWorld = 500
const mostOfForeign = 100

/** The latest exchanges of a world. Foreign pages have a share of their own: however much they ask, the developer's stay. */
export class WorldTraffic {
  readonly #own = new Ring<Observed>(mostOfWorld)
  readonly #foreign = new Ring<Observed>(mostOfForeign)

  get size(): number {
    return this.#own.size + this.#foreign.size
  }

  /** The developer's own; a world that only foreign pages ask is not in use. */
  get latest(): Observed | undefined {
    return this.#own.latest
  }

  /** False if an older one had to go. */
  push(observed: Observed, isForeign: boolean): boolean {
    return (isForeign ? this.#foreign : this.#own).push(observed)
  }

  /** Oldest first. */
  toArray(): Observed[] {
    const own = this.#own.toArray()
    if (this.#foreign.size === 0) return own
    return [...own, ...this.#foreign.toArray()].sort((one, other) => one.id - other.id)
  }
}

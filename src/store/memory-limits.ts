import { BoundedMap } from '../auth/bounded-map.ts'
import type { Clock } from '../auth/clock.ts'
import { hashSecret } from '../auth/secret.ts'
import { type RateLimit, secondsUntilMore, type Used } from './rate-limits.ts'

/** How many names are counted; the one counted first makes room. */
const mostNames = 10_000

/**
 * Rate limits in memory: what is counted at every login must not cost a sync of the disk. They bound the work of this
 * process, so a restart may forget them.
 */
export class MemoryLimits {
  readonly #clock: Clock
  readonly #used = new BoundedMap<string, Used>(mostNames)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes one use and returns 0, or the seconds until there is another one. */
  take(rateLimit: RateLimit): number {
    const { what, name, span } = rateLimit
    const key = `${what} ${hashSecret(name)}`
    const now = this.#clock()
    const last = this.#used.get(key)
    const used = last && now < last.first + span ? last : undefined
    const wait = secondsUntilMore(rateLimit, used, now)
    if (wait === 0) this.#used.set(key, { count: (used?.count ?? 0) + 1, first: used?.first ?? now })
    return wait
  }
}

import type { Passwords } from '../auth/password.ts'
import { busy, type WorkQueue } from '../auth/work-queue.ts'
import type { Refusal } from '../contract/refusal.ts'
import { perAddress, type Throttled } from './address-limits.ts'
import type { ApiSettings, ApiStore } from './api-store.ts'

/** Why a password is not hashed: its network address has had too many hashed, or too many wait. */
export type HashingRefusal = Throttled | Extract<Refusal, { refusal: 'unavailable' }>

interface HashingParts {
  readonly store: ApiStore
  readonly settings: ApiSettings
  readonly passwords: Passwords
  /** Shared by all APIs and worlds; its keys are network addresses. */
  readonly queue: WorkQueue
  /** The network address that causes the work. */
  readonly address: string
}

/** The only way to hash or verify a password for a request: its network address waits its turn and has a limit. */
export class Hashing {
  readonly #parts: HashingParts

  constructor(parts: HashingParts) {
    this.#parts = parts
  }

  async run<Result>(work: (passwords: Passwords) => Promise<Result>): Promise<Result | HashingRefusal> {
    const { queue, address, passwords } = this.#parts
    const outcome = await queue.run(address, async () => this.#throttled() ?? work(passwords))
    return outcome === busy ? { refusal: 'unavailable', retryAfter: 1 } : outcome
  }

  /** Asked when it is about to be hashed: what finds no room in the queue does not count. */
  #throttled(): Throttled | undefined {
    const retryAfter = this.#parts.store.memoryLimits.take(perAddress('passwordsPerAddress', this.#parts))
    return retryAfter > 0 ? { refusal: 'throttled', retryAfter } : undefined
  }
}

import type { Passwords } from '../auth/password.ts'
import { busy, type WorkQueue } from '../auth/work-queue.ts'
import type { Refusal } from '../contract/refusal.ts'
import { countFor, type Throttled } from './address-limits.ts'
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
    // Counted only when it is about to be hashed: a flood that is turned away costs no write.
    const outcome = await queue.run(
      address,
      async () => (await countFor('passwordsPerAddress', this.#parts)) ?? work(passwords),
    )
    return outcome === busy ? { refusal: 'unavailable', retryAfter: 1 } : outcome
  }
}

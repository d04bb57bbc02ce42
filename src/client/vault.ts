import { asCredential, type HeldCredential, isSame } from './credential.ts'
import type { StorageFailed } from './events.ts'
import type { CredentialStorage } from './storage.ts'

interface VaultOptions {
  readonly way: string
  readonly key: string
  readonly storage: CredentialStorage
  readonly onFailed: (event: StorageFailed) => void
}

/** Keeps a credential in a storage, and in memory what the storage cannot keep. */
export class Vault {
  readonly #options: VaultOptions
  /** What the storage did not take. */
  #unsaved: HeldCredential | undefined
  /** What the storage did not delete. */
  #undeleted: HeldCredential | undefined
  /** What the storage was last seen to have. */
  #stored: HeldCredential | undefined

  constructor(options: VaultOptions) {
    this.#options = options
  }

  /** The newer of what the storage has and what it could not take. */
  async read(): Promise<HeldCredential | undefined> {
    const { storage, key, way } = this.#options
    let stored: HeldCredential | undefined
    try {
      stored = asCredential(await storage.get(key), way)
    } catch (error) {
      this.#report('read', error)
      return this.#unsaved ?? this.#stored
    }
    if (stored && isSame(stored, this.#undeleted)) return this.#unsaved
    this.#stored = stored
    if (this.#unsaved && (!stored || stored.obtained <= this.#unsaved.obtained)) return this.#unsaved
    this.#unsaved = undefined
    return stored
  }

  /** What the storage has; `later` if it does not say so at once, undefined if it cannot be read. */
  peek(): HeldCredential | undefined | 'later' {
    const { storage, key, way } = this.#options
    try {
      const stored = storage.get(key)
      if (!(stored instanceof Promise)) return asCredential(stored, way)
      // The read that follows reports what is wrong.
      stored.catch(() => undefined)
      return 'later'
    } catch {
      return undefined
    }
  }

  async write(held: HeldCredential): Promise<void> {
    const { storage, key } = this.#options
    this.#unsaved = undefined
    try {
      await storage.set(key, held)
      this.#stored = held
      this.#undeleted = undefined
    } catch (error) {
      this.#unsaved = held
      this.#report('write', error)
      // What is there has been traded in, and another tab must not trade it in again.
      await this.#erase()
    }
  }

  async delete(): Promise<void> {
    this.#unsaved = undefined
    await this.#erase()
  }

  async #erase(): Promise<void> {
    const { storage, key } = this.#options
    this.#undeleted = this.#stored ?? this.#undeleted
    this.#stored = undefined
    try {
      await storage.delete(key)
      this.#undeleted = undefined
    } catch (error) {
      this.#report('delete', error)
    }
  }

  #report(action: StorageFailed['action'], error: unknown): void {
    const { way, onFailed } = this.#options
    onFailed({ way, action, error })
  }
}

import type { Tenant } from './api-store.ts'
import type { Store } from './store.ts'
import type { World } from './world.ts'

/**
 * New worlds that are gone after one use. They have a store of their own, in memory, so that nothing of them reaches the
 * developer's: no row, and no place among the worlds there may be.
 */
export class ThrowawayWorlds {
  readonly #open: () => Store
  readonly #inUse = new Set<Promise<void>>()
  #store: Store | undefined
  #made = 0

  constructor(open: () => Store) {
    this.#open = open
  }

  async use(work: (world: World) => Promise<void>): Promise<void> {
    this.#store ??= this.#open()
    const used = this.#useIn(this.#store, work)
    this.#inUse.add(used)
    await used.finally(() => this.#inUse.delete(used))
  }

  async replace(tenant: Tenant): Promise<void> {
    await this.#store?.replace(tenant)
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#inUse)
    await this.#store?.close()
  }

  async #useIn(store: Store, work: (world: World) => Promise<void>): Promise<void> {
    this.#made += 1
    const name = String(this.#made)
    try {
      await work(await store.world(name))
    } finally {
      await store.remove(name)
    }
  }
}

import type { ApiConfig, SeedSource } from '../../config/config.ts'
import type { ReloadNews } from '../../control/reload.ts'
import { seedDifferences } from './differences.ts'
import { type FollowedApi, type Replace, refused } from './followed-api.ts'
import { checkSeeds } from './seed-lines.ts'

/** A built-in API, which is served again when its seed changes. */
export class FollowedBuiltInApi implements FollowedApi {
  readonly id: string
  /** Its seed is of the configuration, which is followed itself. */
  readonly sources: ReadonlySet<string> = new Set()
  readonly #replace: Replace
  #seed: SeedSource | undefined
  #isBroken = false

  constructor(id: string, seed: SeedSource | undefined, replace: Replace) {
    this.id = id
    this.#seed = seed
    this.#replace = replace
  }

  async update(_changed: ReadonlySet<string>, entry: ApiConfig | undefined): Promise<ReloadNews | undefined> {
    const { id } = this
    const seed = entry?.seed
    const [text] = seedDifferences(id, this.#seed, seed)
    const wasBroken = this.#isBroken
    this.#isBroken = false
    if (text === undefined)
      return wasBroken
        ? { outcome: 'served', text: `/${id} is valid again; nothing that is served changed` }
        : undefined
    try {
      const seeds = new Map(seed ? [[id, seed]] : [])
      await checkSeeds(seeds)
      const { loadApis } = await import('../../reference/load-apis.ts')
      for (const api of await loadApis([id], undefined, seeds)) await this.#replace(api)
      this.#seed = seed
      return { outcome: 'served', text }
    } catch (error) {
      this.#isBroken = true
      return refused(id, error)
    }
  }
}

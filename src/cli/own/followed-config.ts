import type { ApiConfig, Config, SeedSource } from '../../config/config.ts'
import { printable } from '../failure.ts'
import { firstLine } from './followed-api.ts'
import { nameOf } from './name-of.ts'

/** What came of reading a configuration again. */
interface ConfigNews {
  readonly isValid: boolean
  /** What there is to say of it; `''` if there is nothing. */
  readonly text: string
}

interface ConfigOptions {
  /** The ids of its APIs that are served. */
  readonly served: readonly string[]
  /** Whether all of its APIs are wanted. */
  readonly isAll: boolean
  readonly readAgain: () => Promise<Config>
}

/** Throws if seeds may not be served. */
export type Insist = (seeds: readonly SeedSource[]) => void

/** A configuration that is read again when it changes; what is wrong leaves its entries as they were. */
export class FollowedConfig {
  readonly #options: ConfigOptions
  #config: Config
  #sources: ReadonlySet<string>
  #isBroken = false

  constructor(config: Config, options: ConfigOptions) {
    this.#config = config
    this.#options = options
    this.#sources = new Set(config.sources)
  }

  get file(): string {
    return this.#config.file
  }

  /** The configuration, and the seeds in files of their own. */
  get sources(): ReadonlySet<string> {
    return this.#sources
  }

  entryOf(id: string): ApiConfig | undefined {
    return this.#config.apis.find((entry) => entry.id === id)
  }

  /** Reads it again; seeds of what is served are insisted on as they are at the start. */
  async update(insist: Insist = () => {}): Promise<ConfigNews> {
    let read: Config | undefined
    try {
      const before = this.#needsRestart()
      read = await this.#options.readAgain()
      insist(read.apis.flatMap(({ id, seed }) => (seed && this.#options.served.includes(id) ? seed : [])))
      this.#config = read
      this.#sources = new Set(this.#config.sources)
      const valid = this.#isBroken ? `${nameOf(this.file)} is valid again` : ''
      this.#isBroken = false
      const restart = this.#needsRestart()
      return { isValid: true, text: restart === before ? valid : restart || valid }
    } catch (error) {
      const { sources = read?.sources ?? [] } = error as { readonly sources?: readonly string[] }
      this.#sources = new Set([...this.#sources, ...sources])
      this.#isBroken = true
      return { isValid: false, text: `${firstLine(printable(error))}; every API is served as before` }
    }
  }

  /** What of it needs a restart; `''` if nothing does. */
  #needsRestart(): string {
    const { served, isAll } = this.#options
    const ids = this.#config.apis.map(({ id }) => id)
    const added = isAll ? ids.filter((id) => !served.includes(id)) : []
    const removed = served.filter((id) => !ids.includes(id))
    const parts = [
      ...(added.length > 0 ? [`to serve ${added.join(', ')}`] : []),
      ...(removed.length > 0 ? [`to stop serving ${removed.join(', ')}`] : []),
    ]
    return parts.length > 0 ? `${nameOf(this.file)} changed: restart ${parts.join(' and ')}` : ''
  }
}

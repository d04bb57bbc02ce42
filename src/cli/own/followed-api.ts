import type { ApiConfig } from '../../config/config.ts'
import type { ReloadNews } from '../../control/reload.ts'
import type { Api } from '../../served/api.ts'
import { printable } from '../failure.ts'
import { concernsAny } from './concerns.ts'
import { differences } from './differences.ts'
import type { Loaded, Loading } from './load.ts'
import { loadAgain } from './load-again.ts'
import { nameOf } from './name-of.ts'
import { setupOfEntry } from './setup.ts'

/** An API that is served again when what it is made of changes. */
export interface FollowedApi {
  readonly id: string
  /** The files that a change of which concerns it, also those that could not be read. */
  readonly sources: ReadonlySet<string>
  /** Serves it as its files, and its entry in the configuration if it has one, are now; undefined if there is nothing to say. */
  update(changed: ReadonlySet<string>, entry: ApiConfig | undefined): Promise<ReloadNews | undefined>
}

/** Serves an API in the place of the one with its id. */
export type Replace = (api: Api) => Promise<void>

/** Is told of an API whose contract was read again. */
type ReadAgain = (loaded: Loaded) => void

export class FollowedOwnApi implements FollowedApi {
  readonly #loading: Loading
  readonly #replace: Replace
  readonly #readAgain: ReadAgain
  #loaded: Loaded
  #sources: ReadonlySet<string>
  /** What changed since it was loaded, because it could not be loaded again. */
  #pending: ReadonlySet<string> = new Set()
  #isBroken = false

  constructor(loaded: Loaded, loading: Loading, replace: Replace, readAgain: ReadAgain = () => {}) {
    this.#loaded = loaded
    this.#loading = loading
    this.#replace = replace
    this.#readAgain = readAgain
    this.#sources = sourcesOf(loaded)
  }

  get id(): string {
    return this.#loaded.id
  }

  get sources(): ReadonlySet<string> {
    return this.#sources
  }

  async update(changed: ReadonlySet<string>, entry: ApiConfig | undefined): Promise<ReloadNews | undefined> {
    const before = this.#loaded
    this.#pending = new Set([...this.#pending, ...changed].filter((path) => concernsAny([path], this.#sources)))
    try {
      const setup = entry?.contract === undefined ? before.setup : setupOfEntry(entry, entry.contract)
      const after = await loadAgain(before, setup, this.#pending, this.#loading)
      if (after.own !== before.own) await this.#replace(after.own.api)
      const text = differences(before, after, this.#pending) || (this.#isBroken ? this.#valid() : '')
      this.#loaded = after
      this.#sources = sourcesOf(after)
      this.#pending = new Set()
      this.#isBroken = false
      if (after.read !== before.read) this.#readAgain(after)
      return text === '' ? undefined : { outcome: 'served', text }
    } catch (error) {
      const { sources = [] } = error as { readonly sources?: readonly string[] }
      this.#sources = new Set([...this.#sources, ...sources])
      this.#isBroken = true
      return refused(this.id, error)
    }
  }

  #valid(): string {
    const files = [...this.#pending].map(nameOf).join(', ') || `/${this.id}`
    return `${files} is valid again; nothing that is served changed`
  }
}

function sourcesOf({ read, handlers }: Loaded): ReadonlySet<string> {
  return new Set([...read.sources, ...(handlers?.sources ?? [])])
}

export function refused(id: string, error: unknown): ReloadNews {
  return { outcome: 'refused', text: `${firstLine(printable(error))}; /${id} is served as before` }
}

export function firstLine(text: string): string {
  const [first = '', ...others] = text.split('\n')
  return others.length > 0 ? `${first} (and ${others.length} more)` : first
}

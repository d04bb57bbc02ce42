import { createHash } from 'node:crypto'
import { type FSWatcher, readFileSync, watch } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { Failure } from './failure.ts'

/** Milliseconds in which editors write the same file more than once. */
const pause = 100

/**
 * Watches the files that contracts are made of. Folders are watched, not files: many editors put a new file in the place of
 * the old one.
 */
export class ContractWatch {
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #broken = Promise.withResolvers<never>()
  #changed = new Set<string>()
  /** The bytes of files when they were told of last, as digests. */
  readonly #told = new Map<string, string>()
  #wake = () => {}

  /** Changes of other files are ignored. */
  readonly #isNoted: (name: string) => boolean

  constructor(isNoted = isContract) {
    this.#isNoted = isNoted
    // A folder can go while a contract is being read, when nothing waits for it.
    this.#broken.promise.catch(() => {})
  }

  /** Adds absolute paths; addresses are not watched. */
  add(files: Iterable<string>): void {
    for (const file of files) if (isAbsolute(file)) this.#watch(dirname(file))
  }

  /**
   * Waits until files changed since the last time, and for as long as editors take to write them: what changed, where a
   * folder stands for any of its files. A file that is written again with the same bytes did not change. Rejects with a {@link Failure} if a folder can no longer be watched.
   */
  async changes(isOfInterest: (path: string) => boolean): Promise<ReadonlySet<string>> {
    for (;;) {
      const woken = new Promise<void>((wake) => {
        this.#wake = wake
      })
      const isDue = [...this.#changed].some(isOfInterest)
      if (!isDue) await Promise.race([woken, this.#broken.promise])
      else {
        await new Promise((done) => setTimeout(done, pause))
        const written = [...this.#changed].filter(isOfInterest)
        this.#changed = new Set()
        const changed = written.filter((path) => this.#isAnother(path))
        if (changed.length > 0) return new Set(changed)
      }
    }
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close()
  }

  #isAnother(path: string): boolean {
    const before = this.#told.get(path)
    const digest = digestOf(path)
    this.#told.set(path, digest)
    return digest === 'unreadable' || digest !== before
  }

  #watch(folder: string): void {
    if (this.#watchers.has(folder)) return
    const note = (name: string | null) => {
      if (name !== null && !this.#isNoted(name)) return
      this.#changed.add(name === null ? folder : join(folder, name))
      this.#wake()
    }
    try {
      const watcher = watch(folder, (_, name) => note(name))
      watcher.on('error', (error) => this.#broken.reject(unwatched(folder, error)))
      this.#watchers.set(folder, watcher)
    } catch (error) {
      throw unwatched(folder, error as Error)
    }
  }
}

/** A file that cannot be read counts as changed each time: what it was is not known. */
function digestOf(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('base64')
  } catch {
    return 'unreadable'
  }
}

function unwatched(folder: string, { message }: Error): Failure {
  return new Failure(`The folder ${relative('.', folder) || '.'} cannot be watched: ${message}`)
}

function isContract(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name)
}

import type { ReadingNews } from '../../codegen/contract-files.ts'

/** Smaller contracts are read too fast for progress to be useful. */
const worthTelling = 1_000_000

interface Teller {
  /** Where it is written. */
  readonly write: (text: string) => void
  /** Whether a line can be written over. */
  readonly isLive: boolean
  /** Milliseconds of any clock. */
  readonly now: () => number
  /** Calls again and again until it is told to stop. */
  readonly every: (milliseconds: number, call: () => void) => () => void
}

/** Says that large contracts are being read, and for how long: one live line on a terminal, plain lines elsewhere. */
export class Progress {
  readonly #teller: Teller
  readonly #bytes = new Map<string, number>()
  readonly #began = new Map<string, number>()
  #stop = () => {}

  constructor(teller: Teller) {
    this.#teller = teller
  }

  tell(file: string, news: ReadingNews): void {
    const { write, now } = this.#teller
    if (news.is === 'redirected') return void write(`${news.from} redirects to ${news.to}\n`)
    const bytes = (this.#bytes.get(file) ?? 0) + news.bytes
    this.#bytes.set(file, bytes)
    if (bytes < worthTelling || this.#began.has(file)) return
    this.#began.set(file, now())
    this.#show(file)
  }

  /** It is read, or cannot be. */
  end(file: string): void {
    const began = this.#began.get(file)
    if (began === undefined) return
    const { write, isLive, now } = this.#teller
    this.#stop()
    write(`${isLive ? erase : ''}Read ${this.#named(file)} in ${((now() - began) / 1000).toFixed(1)} s\n`)
  }

  #show(file: string): void {
    const { write, isLive, now, every } = this.#teller
    const line = `Reading ${this.#named(file)} …`
    write(isLive ? line : `${line}\n`)
    if (!isLive) return
    const began = now()
    this.#stop = every(1000, () => write(`${erase}${line} ${Math.round((now() - began) / 1000)} s`))
  }

  #named(file: string): string {
    return `${file} (${((this.#bytes.get(file) ?? 0) / 1_000_000).toFixed(1)} MB)`
  }
}

/** To the beginning of the line, which is cleared. */
const erase = '\r\u001B[K'

/** On a stream of this process. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return new Progress({
    write: (text) => void stream.write(text),
    isLive: stream.isTTY === true,
    now: () => performance.now(),
    every(milliseconds, call) {
      const timer = setInterval(call, milliseconds).unref()
      return () => clearInterval(timer)
    },
  })
}

/** The queue is full, or the wait was too long: nothing was done. */
export const busy = Symbol('busy')

interface Limits {
  /** How many run at once. */
  readonly slots: number
  /** How many may wait in all. */
  readonly waiting: number
  /** How many may wait under one key. */
  readonly waitingPerKey: number
  /** Milliseconds after which a waiting one is turned away. */
  readonly longestWait: number
}

/** One that waits: told `true` when its turn has come, `false` when it is turned away. */
type Waiting = (isItsTurn: boolean) => void

/**
 * Bounds costly work: a fixed number at once, a bounded queue behind it, and a bounded wait in the queue. Those who wait
 * stand in one line per key, and the lines take turns: a flood under one key delays no other by more than one job.
 */
export class WorkQueue {
  readonly #limits: Limits
  /** No line is empty; the next turn is the first line's. */
  readonly #lines = new Map<string, Waiting[]>()
  #size = 0
  #running = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result | typeof busy> {
    if (!(await this.#enter(key))) return busy
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  async #enter(key: string): Promise<boolean> {
    if (this.#running < this.#limits.slots) {
      this.#running++
      return true
    }
    return this.#hasRoom(this.#lines.get(key)?.length ?? 0) && this.#queue(key)
  }

  /** Whether a line of that length may grow; where there is no room in all, the longest line makes some for a shorter one. */
  #hasRoom(length: number): boolean {
    if (length >= this.#limits.waitingPerKey) return false
    if (this.#size < this.#limits.waiting) return true
    const longest = [...this.#lines.values()].reduce((one, other) => (other.length > one.length ? other : one), [])
    if (longest.length <= length + 1) return false
    longest.at(-1)?.(false)
    return true
  }

  #queue(key: string): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting: Waiting = (isItsTurn) => {
        clearTimeout(timer)
        this.#remove(key, waiting)
        resolve(isItsTurn)
      }
      const timer = setTimeout(waiting, this.#limits.longestWait, false)
      this.#lines.set(key, [...(this.#lines.get(key) ?? []), waiting])
      this.#size++
    })
  }

  #remove(key: string, waiting: Waiting): void {
    const line = this.#lines.get(key)?.filter((each) => each !== waiting) ?? []
    if (line.length > 0) this.#lines.set(key, line)
    else this.#lines.delete(key)
    this.#size--
  }

  /** Hands the slot to the line whose turn it is, and in it to the one that has waited longest. */
  #leave(): void {
    const [next] = this.#lines
    if (!next) {
      this.#running--
      return
    }
    const [key, [waiting]] = next
    waiting?.(true)
    const line = this.#lines.get(key)
    // Behind the others, until its next turn.
    if (line && this.#lines.delete(key)) this.#lines.set(key, line)
  }
}

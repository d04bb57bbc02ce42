/** The queue is full, or the wait was too long: nothing was done. */
export const busy = Symbol('busy')

interface Limits {
  /** How many run at once. */
  readonly slots: number
  /** How many may wait. */
  readonly waiting: number
  /** Milliseconds after which a waiting one is turned away. */
  readonly longestWait: number
}

/** Bounds costly work: a fixed number at once, a bounded queue behind it, and a bounded wait in the queue. */
export class WorkQueue {
  readonly #limits: Limits
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result | typeof busy> {
    if (!(await this.#enter())) return busy
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  async #enter(): Promise<boolean> {
    if (this.#running < this.#limits.slots) {
      this.#running++
      return true
    }
    if (this.#waiting.length >= this.#limits.waiting) return false
    return this.#queue()
  }

  #queue(): Promise<boolean> {
    return new Promise((resolve) => {
      const enter = () => {
        clearTimeout(timer)
        resolve(true)
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        resolve(false)
      }, this.#limits.longestWait)
      this.#waiting.push(enter)
    })
  }

  /** Hands the slot to the one that has waited longest. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running--
  }
}

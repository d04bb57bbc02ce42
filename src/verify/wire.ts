import { Deviation } from '../conformance/deviation.ts'
import { exchange, type WireAnswer, type WireRequest } from '../conformance/http.ts'
import { rounded } from './summary.ts'
import { TraceContext } from './trace-context.ts'

/** A request of a check, and what came. */
export interface Exchanged {
  readonly request: WireRequest
  /** Headers that were added to those of the check. */
  readonly added: readonly (readonly [string, string])[]
  readonly answer: WireAnswer | undefined
  /** When it was sent, in milliseconds since 1970, and how long the answer took. */
  readonly started: number
  readonly milliseconds: number
}

/** How many requests all checks together may make. */
export class Budget {
  #left: number
  #spent = 0

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#left = most
  }

  get spent(): number {
    return this.#spent
  }

  get isSpent(): boolean {
    return this.#left <= 0
  }

  /** Takes one; false if there was none left. */
  take(): boolean {
    if (this.isSpent) return false
    this.#left -= 1
    this.#spent += 1
    return true
  }
}

/** Why a check could not go on, though nothing is wrong with the server. */
export type Halt = 'budget' | 'interrupted'

interface Limits {
  readonly budget: Budget
  /** Of one request. */
  readonly milliseconds: number
  readonly signal: AbortSignal | undefined
}

/** Sends the requests of one check: counted, timed, and remembered for the report. */
export class Wire {
  readonly exchanged: Exchanged[] = []
  readonly context: TraceContext
  readonly #limits: Limits
  #halt: Halt | undefined

  constructor(limits: Limits, check: string) {
    this.#limits = limits
    this.context = new TraceContext(check)
  }

  /** What kept a request from being sent or answered. */
  get halt(): Halt | undefined {
    return this.#halt
  }

  get isInterrupted(): boolean {
    return this.#limits.signal?.aborted === true
  }

  /** Throws a {@link Deviation} where no answer comes: a server that hangs up or keeps silent breaks its contract. */
  readonly exchange = async (request: WireRequest): Promise<WireAnswer> => {
    const { budget, milliseconds, signal } = this.#limits
    if (signal?.aborted) throw this.#halted('interrupted')
    if (!budget.take()) throw this.#halted('budget')
    const added = this.context.headersFor(request)
    const [started, begun] = [Date.now(), performance.now()]
    const record = (answer: WireAnswer | undefined) =>
      void this.exchanged.push({ request, added, answer, started, milliseconds: rounded(performance.now() - begun) })
    try {
      const answer = await exchange({ ...request, headers: [...request.headers, ...added] }, { milliseconds, signal })
      record(answer)
      return answer
    } catch (error) {
      if (signal?.aborted) throw this.#halted('interrupted')
      record(undefined)
      throw new Deviation('an answer', silence(error as NodeJS.ErrnoException, milliseconds), request, undefined, {
        cause: error,
      })
    }
  }

  #halted(halt: Halt): Error {
    this.#halt = halt
    return new Error(`The check was halted: ${halt}`)
  }
}

function silence(error: NodeJS.ErrnoException, milliseconds: number): string {
  if (error.name === 'TimeoutError') return `none within ${milliseconds / 1_000} s`
  return `none: ${error.code ?? error.message}`
}

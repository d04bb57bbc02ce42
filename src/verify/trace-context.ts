import { randomBytes } from 'node:crypto'
import type { WireRequest } from '../conformance/http.ts'

type Header = readonly [name: string, value: string]

/**
 * What makes the requests of one check findable in a server's log: a trace for the check with a span for each request (W3C
 * Trace Context), and the check's id as baggage (W3C Baggage).
 */
export class TraceContext {
  readonly traceId: string
  readonly #baggage: string
  readonly #random: (bytes: number) => Buffer

  constructor(check: string, random: (bytes: number) => Buffer = randomBytes) {
    this.traceId = idOf(random, 16)
    this.#baggage = `latchkey-check=${encodeURIComponent(check)}`
    this.#random = random
  }

  /** The headers of the next request; one that the check itself sends is left as it is. */
  headersFor({ headers }: WireRequest): readonly Header[] {
    const own = new Set(headers.map(([name]) => name.toLowerCase()))
    const added: readonly Header[] = [
      ['traceparent', `00-${this.traceId}-${idOf(this.#random, 8)}-01`],
      ['baggage', this.#baggage],
    ]
    return added.filter(([name]) => !own.has(name))
  }
}

/** An id of zeros is invalid (Trace Context, 3.2.2). */
function idOf(random: (bytes: number) => Buffer, bytes: number): string {
  const id = random(bytes).toString('hex')
  return /^0+$/.test(id) ? `1${id.slice(1)}` : id
}

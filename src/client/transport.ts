import { RedirectRefused } from './errors.ts'
import { leadsElsewhere, type Operation } from './operations.ts'

export type Fetch = (request: Request) => Promise<Response>

interface TransportOptions {
  readonly fetch?: Fetch | undefined
  /** Milliseconds for each request, its answer included. */
  readonly timeout: number
  /** Whether cookies go along to another origin. */
  readonly cookies: () => boolean
}

/** How a request of an operation is sent; a single call may bring a `fetch` of its own. */
export type Send = (request: Request, operation: Operation, fetch?: Fetch) => Promise<Response>

/**
 * Sends a request for no longer than its time, and nowhere but where it was addressed: browsers take own headers and
 * bodies along on a redirect to another origin, and both may be credentials.
 */
export function createTransport({ fetch = globalFetch, timeout, cookies }: TransportOptions): Send {
  const limit = longest(timeout)
  return async (request, operation, through = fetch) => {
    const signal = AbortSignal.any([request.signal, ...(limit === undefined ? [] : [AbortSignal.timeout(limit)])])
    const bounded = new Request(request, { redirect: 'manual', signal, ...(cookies() && { credentials: 'include' }) })
    const response = await through(bounded)
    const isRedirect = response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status)
    if (!isRedirect || leadsElsewhere(operation)) return response
    await response.body?.cancel()
    throw new RedirectRefused(`Refused to follow a redirect of ${operation.method} ${operation.path}`)
  }
}

/** The global `fetch` of the moment, so that a mock or a tracer set up later is not passed by. */
const globalFetch: Fetch = (request) => globalThis.fetch(request)

/** The longest that a timer waits; a longer one would end at once. */
const longestTimer = 2 ** 31 - 1

/** The limit of a request in milliseconds; undefined for no limit. Throws a RangeError if it is not a duration. */
function longest(timeout: number): number | undefined {
  if (!(timeout > 0))
    throw new RangeError(`timeout must be a number of milliseconds above 0, or Infinity; it is ${timeout}`)
  return timeout === Number.POSITIVE_INFINITY ? undefined : Math.min(timeout, longestTimer)
}

/** Waits for a promise until the signal is aborted. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}

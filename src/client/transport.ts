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
export function createTransport({ fetch = globalThis.fetch, timeout, cookies }: TransportOptions): Send {
  return async (request, operation, through = fetch) => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout)])
    const bounded = new Request(request, { redirect: 'manual', signal, ...(cookies() && { credentials: 'include' }) })
    const response = await through(bounded)
    const isRedirect = response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status)
    if (!isRedirect || leadsElsewhere(operation)) return response
    await response.body?.cancel()
    throw new RedirectRefused(`Refused to follow a redirect of ${operation.method} ${operation.path}`)
  }
}

/** Waits no longer than whoever asked wants to. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason)
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}

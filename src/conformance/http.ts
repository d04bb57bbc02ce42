import { Agent, type IncomingMessage, request as startRequest } from 'node:http'
import { Agent as SecureAgent, request as startSecureRequest } from 'node:https'

/** What goes over the wire, spelt out; header lines in order, repeated ones as often as they stand here. */
export interface WireRequest {
  readonly method: string
  readonly url: URL
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer | undefined
}

/** What came back, undecoded but for the text. */
export interface WireAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly text: string
}

/** How long an answer is waited for. */
export interface Patience {
  /** Until the whole answer is there, in milliseconds. */
  readonly milliseconds?: number
  /** Gives up at once when it is aborted. */
  readonly signal?: AbortSignal | undefined
}

const schemes = {
  'http:': { start: startRequest, agent: new Agent({ keepAlive: true, maxSockets: 64 }) },
  'https:': { start: startSecureRequest, agent: new SecureAgent({ keepAlive: true, maxSockets: 64 }) },
}

/** How long an answer may take unless something else is said, in milliseconds. */
const usualPatience = 15_000

/** A longer answer is none that a client would read. */
const mostBytes = 16 * 1_024 * 1_024

/** An answer that is longer than any that a client would read, or that never ends. */
export class EndlessAnswer extends Error {
  override readonly name = 'EndlessAnswer'

  constructor() {
    super(`The answer has more than ${mostBytes} bytes`)
  }
}

/**
 * Sends one request as it is: no redirect is followed, no header added but Host, length and connection. A body has no
 * length where a header says that it comes in chunks.
 */
export function exchange(wire: WireRequest, patience: Patience = {}): Promise<WireAnswer> {
  const limit = AbortSignal.timeout(patience.milliseconds ?? usualPatience)
  return attempt(wire, patience.signal ? AbortSignal.any([limit, patience.signal]) : limit, true)
}

function attempt(wire: WireRequest, signal: AbortSignal, mayRetry: boolean): Promise<WireAnswer> {
  const { method, url, headers, body } = wire
  const lines = [...(hasField(headers, 'host') ? [] : [['Host', url.host] as const]), ...headers]
  const isChunked = hasField(headers, 'transfer-encoding')
  if (body && !isChunked) lines.push(['Content-Length', String(body.length)])
  const { start, agent } = url.protocol === 'https:' ? schemes['https:'] : schemes['http:']
  return new Promise((resolve, reject) => {
    const options = { method, headers: lines.flat(), agent, signal, ...loopbackOf(url) }
    const sending = start(url, options, (incoming) => collect(incoming).then(resolve, reject))
    sending.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that the server had closed meanwhile says nothing of how it answers.
      const fellIdle = mayRetry && sending.reusedSocket && error.code === 'ECONNRESET'
      if (fellIdle) attempt(wire, signal, false).then(resolve, reject)
      else reject(signal.aborted ? signal.reason : error)
    })
    if (body && isChunked) for (const piece of inPieces(body)) sending.write(piece)
    sending.end(isChunked ? undefined : body)
  })
}

/** Seven bytes and the rest, so that no chunk is the whole of a body (RFC 9112, 7.1). */
function inPieces(body: Buffer): Buffer[] {
  return [body.subarray(0, 7), body.subarray(7)].filter(({ length }) => length > 0)
}

/** Whether a request has no answer since the server closed the connection, not since it kept silent. */
export function isHangUp(error: unknown): boolean {
  const { code, cause } = error as NodeJS.ErrnoException
  return code === 'ECONNRESET' || code === 'EPIPE' || (cause !== undefined && isHangUp(cause))
}

/** Names below localhost are this machine's (RFC 6761, 6.3), whether or not its resolver knows them. */
function loopbackOf({ hostname }: URL): { readonly hostname?: string } {
  return hostname.endsWith('.localhost') ? { hostname: '127.0.0.1' } : {}
}

function hasField(headers: WireRequest['headers'], field: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === field)
}

/** An answer with its whole text; of a stream of events, which has no end, as much as came with its beginning. */
export async function collect(incoming: IncomingMessage): Promise<WireAnswer> {
  const isStream = incoming.headers['content-type']?.startsWith('text/event-stream')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming) {
    const latest = [chunks.at(-1)?.subarray(-1) ?? Buffer.alloc(0), chunk as Buffer]
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length > mostBytes) throw new EndlessAnswer()
    // Leaving the loop hangs up.
    if (isStream && Buffer.concat(latest).includes('\n\n')) break
  }
  const { rawHeaders } = incoming
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []))
  return { status: incoming.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString('utf8') }
}

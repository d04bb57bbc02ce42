import { Agent, type IncomingMessage, request as startRequest } from 'node:http'
import { request as startSecureRequest } from 'node:https'

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

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** How long an answer may take, in milliseconds. */
const patience = 15_000

/** Sends one request as it is: no redirect is followed, no header added but Host, length and connection. */
export function exchange({ method, url, headers, body }: WireRequest): Promise<WireAnswer> {
  const lines = [...(hasHost(headers) ? [] : [['Host', url.host] as const]), ...headers]
  if (body) lines.push(['Content-Length', String(body.length)])
  const start = url.protocol === 'https:' ? startSecureRequest : startRequest
  return new Promise((resolve, reject) => {
    const options = { method, headers: lines.flat(), timeout: patience, ...(url.protocol === 'http:' && { agent }) }
    const sending = start(url, options, (incoming) => collect(incoming).then(resolve, reject))
    sending.on('timeout', () => sending.destroy(new Error(`No answer within ${patience / 1_000} seconds`)))
    sending.on('error', reject)
    sending.end(body)
  })
}

function hasHost(headers: WireRequest['headers']): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'host')
}

/** An answer with its whole text; of a stream of events, which has no end, as much as came with its beginning. */
export async function collect(incoming: IncomingMessage): Promise<WireAnswer> {
  const isStream = incoming.headers['content-type']?.startsWith('text/event-stream')
  const chunks: Buffer[] = []
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer)
    // Leaving the loop hangs up.
    if (isStream && Buffer.concat(chunks).includes('\n\n')) break
  }
  const { rawHeaders } = incoming
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []))
  return { status: incoming.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString('utf8') }
}

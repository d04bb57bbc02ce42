import type { ServerResponse } from 'node:http'
import { type Reply, type Sink, type Stream, streamHeaders } from '../contract/handler.ts'
import { endAfterRequest } from '../net/linger.ts'
import type { Unserved } from './exchange.ts'

/** What went out, as it was written. */
export interface SentReply {
  readonly headers: Readonly<Record<string, string | number | readonly string[]>>
  readonly text: string | undefined
}

/** Writes a reply out; one whose reader has gone is made all the same, so that it can be told of. */
export function send({ request, response, asked, operation, api }: Unserved, answer: Reply): SentReply {
  const reply = asked.method === 'HEAD' ? withoutCookies(answer) : answer
  const { status, headers, body, stream } = reply
  const isGone = response.headersSent || response.destroyed
  if (stream) return sendStream(asked.method, response, reply, stream, isGone)
  if (body === undefined) {
    const sent = status === 204 ? { ...headers } : { ...headers, 'Content-Length': 0 }
    if (!isGone) response.writeHead(status, sent).end()
    return { headers: sent, text: undefined }
  }
  const text = JSON.stringify(body)
  const mediaType = operation && api.mediaTypeOf(operation.id, status)
  const sent = {
    ...headers,
    'Content-Type': `${mediaType ?? api.definition.form.mediaType ?? 'application/json'}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(text),
  }
  if (isGone) return { headers: sent, text }
  response.writeHead(status, sent)
  if (headers?.Connection === 'close') endAfterRequest(request, response, text)
  else response.end(asked.method === 'HEAD' ? undefined : text)
  return { headers: sent, text }
}

/** HEAD changes nothing, and neither does it in the browser that sends it (RFC 9110, 9.2.1). */
function withoutCookies({ headers = {}, ...reply }: Reply): Reply {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'set-cookie')
  return { ...reply, headers: Object.fromEntries(others) }
}

/** Milliseconds between two comments that show that a stream lives. */
const heartbeat = 15_000

/** Bytes that wait for a reader before it is let go; it connects again and asks for what it missed. */
const longestLag = 1_048_576

function sendStream(
  method: string,
  response: ServerResponse,
  { status, headers }: Reply,
  stream: Stream,
  isGone: boolean,
): SentReply {
  const sent = { ...headers, ...streamHeaders, 'Content-Type': 'text/event-stream; charset=utf-8' }
  if (isGone) return { headers: sent, text: undefined }
  response.writeHead(status, sent)
  if (method === 'HEAD') response.end()
  else flow(response, stream)
  return { headers: sent, text: undefined }
}

function flow(response: ServerResponse, stream: Stream): void {
  const sink = sinkOf(response)
  const timer = setInterval(() => sink.write(': still here\n\n'), heartbeat).unref()
  const stop = stream(sink)
  response.once('close', () => {
    clearInterval(timer)
    stop()
  })
}

/** Whoever does not read holds nobody up: neither the memory nor a server that stops. */
function sinkOf(response: ServerResponse): Sink {
  return {
    write: (text) => {
      if (response.writableLength > longestLag) response.destroy()
      else if (!response.writableEnded) response.write(text)
    },
    end: () => {
      if (response.writableNeedDrain) response.destroy()
      else response.end()
    },
  }
}

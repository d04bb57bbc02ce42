import { type Reply, streamHeaders } from '../contract/handler.ts'
import { kindOf } from '../contract/media-type.ts'
import type { ReplyMedia } from '../contract/reply-media.ts'
import type { Unserved } from './exchange.ts'
import type { Failed, SentHeaders } from './transport.ts'
import { writtenBody } from './written-body.ts'

/** What went out, as it was written. */
export interface SentReply {
  readonly headers: SentHeaders
  /** A text that this server wrote, or bytes as a handler gave them; undefined for what came bit by bit. */
  readonly body: string | Uint8Array | undefined
}

/** Writes a reply out; one whose reader has gone is made all the same, so that it can be told of. */
export function send(exchange: Unserved, answer: Reply, failed: Failed): SentReply {
  const { response, asked } = exchange
  const isHead = asked.method === 'HEAD'
  const reply = isHead ? withoutCookies(answer) : answer
  const { status, headers, body, stream } = reply
  if (stream) {
    const sent = { ...headers, ...streamHeaders, 'Content-Type': 'text/event-stream; charset=utf-8' }
    if (isHead) response.send(status, sent)
    else response.stream(status, sent, stream)
    return { headers: sent, body: undefined }
  }
  if (body === undefined) {
    const sent = lengthless.has(status) ? { ...headers } : { ...headers, 'Content-Length': 0 }
    response.send(status, sent)
    return { headers: sent, body: undefined }
  }
  const written = writtenBody(reply, mediaOf(exchange, reply))
  const { source, content } = written
  if (source && !isHead) response.pipe(status, written.headers, source(), failed)
  else response.send(status, written.headers, isHead ? undefined : content)
  if (isHead && body instanceof ReadableStream) body.cancel().catch(failed)
  return { headers: written.headers, body: content }
}

/** The statuses whose answers have no length to tell (RFC 9110, 8.6). */
const lengthless: ReadonlySet<number> = new Set([204, 304])

/** Refusals outside of every operation, and those that no operation documents, are in the form of the API. */
function mediaOf({ operation, api }: Unserved, reply: Reply): ReplyMedia {
  const documented = operation && api.mediaOf(operation.id, reply)
  if (documented) return documented
  const { mediaType = 'application/json' } = api.definition.form
  return { mediaType, kind: kindOf(mediaType) }
}

/** HEAD changes nothing, and neither does it in the browser that sends it (RFC 9110, 9.2.1). */
function withoutCookies({ headers = {}, ...reply }: Reply): Reply {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'set-cookie')
  return { ...reply, headers: Object.fromEntries(others) }
}

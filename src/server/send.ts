import { validateHeaderName, validateHeaderValue } from 'node:http'
import { inspect } from 'node:util'
import { type Reply, type Stream, streamHeaders } from '../contract/handler.ts'
import { kindOf } from '../contract/media-type.ts'
import { contentTypeOf, type ReplyMedia } from '../contract/reply-media.ts'
import type { Unserved } from './exchange.ts'
import type { Failed, SentHeaders } from './transport.ts'
import { writtenBody } from './written-body.ts'

/** What went out, as it was written. */
export interface SentReply {
  readonly headers: SentHeaders
  /** A text that this server wrote, or bytes as a handler gave them; undefined for what came bit by bit. */
  readonly body: string | Uint8Array | undefined
}

/** A reply as it goes out, ready to be sent. */
export interface WrittenReply extends SentReply {
  readonly status: number
  readonly stream?: Stream
  readonly source?: (() => ReadableStream<Uint8Array>) | undefined
  /** What is left of the body of an answer to HEAD. */
  readonly unread?: ReadableStream<unknown>
}

/** Writes a reply in the media type it goes out in. Throws a TypeError, which quotes no value, for what no server can send. */
export function writeReply(exchange: Unserved, answer: Reply): WrittenReply {
  const written = write(exchange, exchange.asked.method === 'HEAD' ? withoutCookies(answer) : answer)
  checkSendable(written)
  return written
}

function write(exchange: Unserved, reply: Reply): WrittenReply {
  const { status, headers, body, stream } = reply
  if (stream) {
    const sent = { ...headers, ...streamHeaders, 'Content-Type': 'text/event-stream; charset=utf-8' }
    return { status, headers: sent, body: undefined, stream }
  }
  if (body === undefined) {
    const sent = lengthless.has(status) ? { ...headers } : { ...headers, 'Content-Length': 0 }
    return { status, headers: sent, body: undefined }
  }
  const { headers: sent, content, source } = writtenBody(reply, mediaOf(exchange, reply))
  const unread = body instanceof ReadableStream ? { unread: body } : undefined
  return { status, headers: sent, body: content, source, ...unread }
}

/** Sends a reply. One whose reader has gone is written all the same, so that it can be reported. */
export function send({ response, asked }: Unserved, written: WrittenReply, failed: Failed): SentReply {
  const { status, headers, body, source, stream, unread } = written
  const isHead = asked.method === 'HEAD'
  if (isHead) response.send(status, headers)
  else if (stream) response.stream(status, headers, stream)
  else if (source) response.pipe(status, headers, source(), failed)
  else response.send(status, headers, body)
  if (isHead) unread?.cancel().catch(failed)
  return { headers, body }
}

function checkSendable({ status, headers, stream }: WrittenReply): void {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError(`The status ${inspect(status)} cannot be sent: a final status is a number from 200 to 599`)
  if (stream && typeof stream !== 'function') throw new TypeError('The stream of the reply is not a function')
  for (const name in headers) checkHeader(name, headers[name])
}

/** The error has no cause: that of some servers quotes the value. */
function checkHeader(name: string, value: SentHeaders[string] | undefined): void {
  try {
    validateHeaderName(name)
    if (Array.isArray(value)) for (const line of value) validateHeaderValue(name, line)
    else validateHeaderValue(name, value as string)
  } catch {
    throw new TypeError(
      `The header ${JSON.stringify(name)} cannot be sent: its name or value has a character that HTTP forbids`,
    )
  }
}

/** The statuses whose answers have no length to tell (RFC 9110, 8.6). */
const lengthless: ReadonlySet<number> = new Set([204, 304])

/** Refusals outside of every operation, and those that no operation documents, are in the form of the API by default. */
function mediaOf({ operation, api }: Unserved, reply: Reply): ReplyMedia {
  const documented = operation && api.mediaOf(operation.id, reply)
  if (documented) return documented
  const mediaType = contentTypeOf(reply) ?? api.definition.form.mediaType ?? 'application/json'
  return { mediaType, kind: kindOf(mediaType) }
}

/** HEAD changes nothing, and neither does it in the browser that sends it (RFC 9110, 9.2.1). */
function withoutCookies({ headers = {}, ...reply }: Reply): Reply {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'set-cookie')
  return { ...reply, headers: Object.fromEntries(others) }
}

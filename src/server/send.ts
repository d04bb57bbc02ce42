import { type Reply, streamHeaders } from '../contract/handler.ts'
import type { Unserved } from './exchange.ts'
import type { SentHeaders } from './transport.ts'

/** What went out, as it was written. */
export interface SentReply {
  readonly headers: SentHeaders
  readonly text: string | undefined
}

/** Writes a reply out; one whose reader has gone is made all the same, so that it can be told of. */
export function send({ response, asked, operation, api }: Unserved, answer: Reply): SentReply {
  const isHead = asked.method === 'HEAD'
  const { status, headers, body, stream } = isHead ? withoutCookies(answer) : answer
  if (stream) {
    const sent = { ...headers, ...streamHeaders, 'Content-Type': 'text/event-stream; charset=utf-8' }
    if (isHead) response.send(status, sent)
    else response.stream(status, sent, stream)
    return { headers: sent, text: undefined }
  }
  if (body === undefined) {
    const sent = status === 204 ? { ...headers } : { ...headers, 'Content-Length': 0 }
    response.send(status, sent)
    return { headers: sent, text: undefined }
  }
  const text = JSON.stringify(body)
  const mediaType = operation && api.mediaTypeOf(operation.id, status)
  const sent = {
    ...headers,
    'Content-Type': `${mediaType ?? api.definition.form.mediaType ?? 'application/json'}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(text),
  }
  response.send(status, sent, isHead ? undefined : text)
  return { headers: sent, text }
}

/** HEAD changes nothing, and neither does it in the browser that sends it (RFC 9110, 9.2.1). */
function withoutCookies({ headers = {}, ...reply }: Reply): Reply {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'set-cookie')
  return { ...reply, headers: Object.fromEntries(others) }
}

import type { Reply } from '../contract/handler.ts'
import { charsetOf, type MediaKind } from '../contract/media-type.ts'
import { type BytesBody, isBytesBody, type ReplyMedia } from '../contract/reply-media.ts'
import type { SentHeaders } from './transport.ts'

/** A body as it goes out. */
interface WrittenBody {
  readonly headers: SentHeaders
  /** Undefined for a source. */
  readonly content: string | Uint8Array | undefined
  readonly source: (() => ReadableStream<Uint8Array>) | undefined
}

/** Writes the body of a reply in its media type, with the headers that describe it. */
export function writtenBody({ body, headers = {} }: Reply, { mediaType, kind }: ReplyMedia): WrittenBody {
  // The length of a stream is known only to the handler.
  const others = without(body instanceof ReadableStream ? types : typesAndLengths, headers)
  if (isBytesBody(body)) return writtenBytes(body, { ...others, 'Content-Type': mediaType })
  const content = write[kind](body)
  const type = charsetOf(mediaType) === undefined ? `${mediaType}; charset=utf-8` : mediaType
  return {
    headers: { ...others, 'Content-Type': type, 'Content-Length': Buffer.byteLength(content) },
    content,
    source: undefined,
  }
}

const types = ['content-type']
const typesAndLengths = [...types, 'content-length']

function without(names: readonly string[], headers: NonNullable<Reply['headers']>): NonNullable<Reply['headers']> {
  const isOne = (name: string) => names.includes(name.toLowerCase())
  if (!Object.keys(headers).some(isOne)) return headers
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isOne(name)))
}

const write: Readonly<Record<MediaKind, (body: unknown) => string | Buffer>> = {
  json: jsonOf,
  // A text that is given as a form may be anything.
  form: (body) => (typeof body === 'string' ? Buffer.from(body) : formOf(JSON.parse(jsonOf(body)))),
  text: textOf,
  bytes: textOf,
  multipart: textOf,
}

/** JSON has neither functions nor symbols. */
function jsonOf(body: unknown): string {
  const written: string | undefined = JSON.stringify(body)
  if (written === undefined) throw new TypeError(`The body cannot be written as JSON: it is a ${typeof body}`)
  return written
}

/** A list is a repeated field, an object is JSON, and null is left out: `encoding` is for requests (OpenAPI 3.1.1, 4.8.14). */
function formOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new TypeError('The body cannot be written as a form: it is not an object')
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(body))
    for (const one of [value].flat()) if (one !== null) form.append(name, textOf(one))
  return form.toString()
}

function textOf(body: unknown): string {
  return typeof body === 'object' ? JSON.stringify(body) : String(body)
}

function writtenBytes(body: BytesBody, headers: SentHeaders): WrittenBody {
  if (body instanceof ReadableStream) return { headers, content: undefined, source: () => body }
  if (body instanceof Blob) {
    const sized = { ...headers, 'Content-Length': body.size }
    return { headers: sized, content: undefined, source: () => body.stream() as ReadableStream<Uint8Array> }
  }
  const content = body instanceof Uint8Array ? body : new Uint8Array(body)
  return { headers: { ...headers, 'Content-Length': content.byteLength }, content, source: undefined }
}

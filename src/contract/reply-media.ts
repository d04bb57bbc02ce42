import { type Contract, documentedResponse, type Response } from './contract.ts'
import type { ContractDocument, MediaType } from './document.ts'
import type { Reply } from './handler.ts'
import { isMediaRange, kindOf, type MediaKind, mediaTypeFinder } from './media-type.ts'
import { kindWithin, type Shape, shapeOf } from './schema-shape.ts'

/** How the body of a reply is written. */
export interface ReplyMedia {
  /** The documented media type or range; undefined where none is. */
  readonly key?: string
  /** What it is sent as. */
  readonly mediaType: string
  readonly kind: MediaKind
}

/** Chooses the media type of a reply of an operation; undefined if none that is documented fits. */
export type ReplyMediaOf = (operationId: string, reply: Reply) => ReplyMedia | undefined

/** A body whose bytes are sent as they are. */
export type BytesBody = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>

export function isBytesBody(body: unknown): body is BytesBody {
  return (
    body instanceof Uint8Array || body instanceof ArrayBuffer || body instanceof Blob || body instanceof ReadableStream
  )
}

export const eventStream = 'text/event-stream'

/** One of the documented types of an answer and what its schema says. */
interface Candidate {
  readonly key: string
  readonly shape: Shape
}

export function compileReplyMedia({ document, operations }: Contract): ReplyMediaOf {
  const choosers = new Map<Response, (reply: Reply) => ReplyMedia | undefined>()
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  return (operationId, reply) => {
    const operation = byId.get(operationId)
    const response = operation && documentedResponse(operation, reply.status)
    if (!response) return undefined
    const choose = choosers.get(response) ?? mediaChooser(document, response.content)
    choosers.set(response, choose)
    return choose(reply)
  }
}

/**
 * The media type that a reply names in its headers or as that of its file, else the first documented one that can carry its
 * body, else the first.
 */
function mediaChooser(
  document: ContractDocument,
  content: Readonly<Record<string, MediaType>>,
): (reply: Reply) => ReplyMedia | undefined {
  const keys = Object.keys(content).filter((key) => key !== eventStream)
  const [only = '', ...more] = keys
  const finder = mediaTypeFinder(keys)
  const candidates = keys.map((key): Candidate => ({ key, shape: shapeOf(document, content[key]?.schema) }))
  const known = new Map(candidates.map((candidate) => [candidate.key, candidate]))
  const media = (key: string | undefined, mediaType: string | undefined): ReplyMedia | undefined => {
    const shape = known.get(key ?? '')?.shape
    return key !== undefined && shape && mediaType !== undefined
      ? { key, mediaType, kind: kindWithin(key, kindOf(mediaType), shape) }
      : undefined
  }
  const plain = more.length === 0 && !isMediaRange(only) ? media(only, only) : undefined
  return (reply) => {
    const { body } = reply
    const named = contentTypeOf(reply)
    if (named !== undefined) return media(finder(named), named)
    if (plain) return plain
    const own = body instanceof Blob ? body.type : ''
    if (own !== '' && finder(own) !== undefined) return media(finder(own), own)
    const key = candidates.find((candidate) => carries(candidate, body))?.key ?? keys[0]
    return media(key, key !== undefined && isMediaRange(key) ? typeWithin(key, body) : key)
  }
}

/** The media type that a reply names in its headers. */
export function contentTypeOf({ headers = {} }: Reply): string | undefined {
  for (const name in headers) if (isContentType(name)) return String(headers[name])
  return undefined
}

function isContentType(name: string): boolean {
  return name.length === 12 && name.toLowerCase() === 'content-type'
}

function carries({ key, shape }: Candidate, body: unknown): boolean {
  const { types, isBinary } = shape
  const kind = kindWithin(key, kindOf(key), shape)
  if (isBytesBody(body)) return isBinary || kind === 'bytes' || kind === 'text'
  if (kind === 'text') return typeof body === 'string' || (typeof body !== 'object' && types.has(typeof body))
  if (kind === 'json') return types.size === 0 || typeof body !== 'string' || types.has('string')
  return kind === 'form' && typeof body === 'object'
}

/** A type within a range that fits a body of which nothing else is known. */
function typeWithin(range: string, body: unknown): string | undefined {
  const usual = isBytesBody(body)
    ? 'application/octet-stream'
    : typeof body === 'string'
      ? 'text/plain'
      : 'application/json'
  return mediaTypeFinder([range])(usual) && usual
}

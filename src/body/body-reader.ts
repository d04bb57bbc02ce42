import { coerced } from '../contract/coerced.ts'
import type { ContractDocument, MediaType, RequestBody } from '../contract/document.ts'
import { charsetOf, kindOf, type MediaKind, mediaTypeFinder } from '../contract/media-type.ts'
import { once } from '../contract/once.ts'
import { isJudgedText, kindWithin, type Shape, shapeOf } from '../contract/schema-shape.ts'
import { readFields } from './fields.ts'
import { formPairs } from './form.ts'
import { parseJson } from './json.ts'
import { multipartParts } from './multipart.ts'
import { type ParsedBody, wrong } from './parsed-body.ts'

/** Reads the bodies of one operation. */
export interface BodyReader {
  readonly isRequired: boolean
  /** The documented media types. */
  readonly accept: readonly string[]
  /** How a body of that type is read; undefined for one that is not documented, or in a charset that is not read. */
  find(contentType: string): MediaReader | undefined
}

export interface MediaReader {
  /** The documented media type or range. */
  readonly key: string
  readonly kind: MediaKind
  /** Whether its schema can judge what is read. */
  readonly isJudged: boolean
  read(bytes: Buffer, contentType: string): ParsedBody
}

/** What a body without a media type is (RFC 9110, 8.3). */
const unnamed = 'application/octet-stream'

/** Readers for the media types that an operation documents; each is made when it is first needed. */
export function bodyReader(document: ContractDocument, { content, required }: RequestBody): BodyReader {
  const accept = Object.keys(content)
  const finder = mediaTypeFinder(accept)
  const shapes = new Map(accept.map((key) => [key, once(() => shapeOf(document, content[key]?.schema))]))
  const readers = new Map<string, MediaReader>()
  // Most clients send a type as it is documented.
  const asDocumented = new Map<string, MediaReader>()
  const find = (contentType: string): MediaReader | undefined => {
    const key = finder(contentType)
    const shape = key === undefined ? undefined : shapes.get(key)?.()
    if (key === undefined || !shape) return undefined
    const kind = readAs(key, kindOf(contentType), shape)
    if (!isReadable(kind, charsetOf(contentType))) return undefined
    // Of a range the kind is that of the type that was sent.
    const reader = readers.get(`${kind} ${key}`) ?? mediaReader(key, kind, shape, content[key] ?? {})
    readers.set(`${kind} ${key}`, reader)
    if (contentType === key) asDocumented.set(key, reader)
    return reader
  }
  return {
    isRequired: required === true,
    accept,
    find: (contentType) => asDocumented.get(contentType) ?? find(contentType || unnamed),
  }
}

/** A binary schema means bytes in every media type but forms. */
function readAs(key: string, kind: MediaKind, shape: Shape): MediaKind {
  return shape.isBinary && kind !== 'form' && kind !== 'multipart' ? 'bytes' : kindWithin(key, kind, shape)
}

function isReadable(kind: MediaKind, charset: string | undefined): boolean {
  if (kind === 'bytes' || charset === undefined) return true
  const encoding = encodingOf(charset)
  return kind === 'text' ? encoding !== undefined : encoding === 'utf-8'
}

/** The encoding that a label names, such as `utf8` (WHATWG Encoding, 4.2). */
function encodingOf(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

function mediaReader(key: string, kind: MediaKind, shape: Shape, { schema, encoding }: MediaType): MediaReader {
  const isJudged = schema !== undefined && (kind === 'text' ? isJudgedText(key, shape) : kind !== 'bytes')
  return { key, kind, isJudged, read: (bytes, contentType) => read[kind](bytes, contentType, { shape, encoding }) }
}

interface Rules {
  readonly shape: Shape
  readonly encoding: MediaType['encoding']
}

type Read = (bytes: Buffer, contentType: string, rules: Rules) => ParsedBody

const read: Readonly<Record<MediaKind, Read>> = {
  json: parseJson,
  form: readForm,
  multipart: readMultipart,
  text: readText,
  bytes: (bytes, type) => ({ body: new Blob([bytes], { type }) }),
}

function readForm(bytes: Buffer, _contentType: string, { shape, encoding }: Rules): ParsedBody {
  const fields = formPairs(bytes)?.map(([name, value]) => ({ name, value }))
  return fields ? readFields(fields, shape, encoding) : wrong('is not a valid form')
}

function readMultipart(bytes: Buffer, contentType: string, { shape, encoding }: Rules): ParsedBody {
  const parts = multipartParts(bytes, contentType)
  if (parts === 'encoded') return wrong('has a part in a transfer encoding')
  if (!parts) return wrong('is not a valid multipart form')
  return readFields(
    parts.map(({ bytes: value, ...part }) => ({ ...part, value })),
    shape,
    encoding,
  )
}

function readText(bytes: Buffer, contentType: string, { shape }: Rules): ParsedBody {
  const charset = charsetOf(contentType) ?? 'utf-8'
  try {
    return { body: coerced(new TextDecoder(charset, { fatal: true }).decode(bytes), shape.types) }
  } catch {
    return wrong(`is not valid ${new TextDecoder(charset).encoding.toUpperCase()}`)
  }
}

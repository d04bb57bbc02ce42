import { isUtf8 } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import { formPairs } from '../body/form.ts'
import { isJson } from '../body/json-tokens.ts'
import { isFieldName } from '../contract/field-name.ts'
import { bareMediaType, kindOf } from '../contract/media-type.ts'
import { plainText } from './encoded-text.ts'
import { jsonPieces } from './json-pieces.ts'
import { multipartParts } from './multipart-parts.ts'
import { mostShown, type Pieces, pairPieces, plainPieces, wholeSecret } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'

type Format = 'json' | 'form' | 'multipart'

/** What is kept of a body to show it. */
export interface KeptBody {
  /** Its beginning; empty if it is no text. */
  readonly text: string
  /** Of the whole. */
  readonly bytes: number
  readonly contentType: string
  /** What the whole of it is, by its media type; undefined if it is not what that says. */
  readonly format: Format | undefined
  /** Whether a shell can pass it on: UTF-8 without NUL. */
  readonly isText: boolean
}

/** Keeps a body to be shown; undefined if it is empty. `isTrusted` says that it is known to be of its media type. */
export function keepBody(
  body: Uint8Array | string | undefined,
  contentType: string,
  isTrusted = false,
): KeptBody | undefined {
  if (body === undefined || body.length === 0) return undefined
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  const isText = typeof body === 'string' ? !body.includes('\0') : isUtf8(body) && !body.includes(0)
  const format = isText ? formatOf(contentType) : undefined
  const isReadable = format !== undefined && (isTrusted || isOf[format](Buffer.from(body), contentType))
  return {
    text: isText ? beginningOf(body) : '',
    bytes,
    contentType: contentType.slice(0, longestType),
    format: isReadable ? format : undefined,
    isText,
  }
}

const longestType = 200

/** In memory of its own: a part of a larger text or buffer would keep the whole of it. */
function beginningOf(body: Uint8Array | string): string {
  if (typeof body === 'string' && body.length * 3 <= mostShown) return body
  const bytes = Buffer.from(typeof body === 'string' ? body.slice(0, mostShown) : body.subarray(0, mostShown))
  // No half of a character at its end.
  return new StringDecoder('utf8').write(bytes.subarray(0, mostShown))
}

const formats: ReadonlySet<string> = new Set<Format>(['json', 'form', 'multipart'])

function formatOf(contentType: string): Format | undefined {
  const kind = kindOf(contentType)
  return formats.has(kind) ? (kind as Format) : undefined
}

/** Whether a whole body is of a format; where names are secret or not, they have to look like names. */
const isOf: Readonly<Record<Format, (body: Buffer, contentType: string) => boolean>> = {
  json: (body) => isJson(body.toString('utf8')),
  form: (body) => formPairs(body)?.every(([name]) => isFieldName(name)) ?? false,
  multipart: (body, contentType) => (multipartParts(body.toString('utf8'), contentType, false) ?? []).length > 0,
}

const piecesOf: Readonly<Record<Format, (body: KeptBody, isSecret: SecretNames) => Pieces>> = {
  json: ({ text }, isSecret) => jsonPieces(text, isSecret),
  form: ({ text }, isSecret) => pairPieces(text, isSecret),
  multipart: multipartPieces,
}

export function isCut({ text, bytes, isText }: KeptBody): boolean {
  return isText && Buffer.byteLength(text) < bytes
}

/** A body in pieces; what is not of its declared type is one secret, of which its size alone is shown. */
export function bodyPieces(body: KeptBody, isSecret: SecretNames): Pieces {
  if (body.format) return piecesOf[body.format](body, isSecret)
  const text = body.text === '' ? 'no text' : body.text
  return wholeSecret(plainText(text), 'body', sizeNote(body))
}

/** `(unreadable as application/json, 57 bytes)`, or `(text/html, 57 bytes)` for what is never read. */
export function sizeNote({ contentType, bytes }: KeptBody): string {
  const mediaType = bareMediaType(contentType)
  const size = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  if (formatOf(contentType)) return `(unreadable as ${mediaType}, ${size})`
  return /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(mediaType) ? `(${mediaType}, ${size})` : `(no media type, ${size})`
}

function multipartPieces(body: KeptBody, isSecret: SecretNames): Pieces {
  const parts = multipartParts(body.text, body.contentType, isCut(body)) ?? []
  const shown = parts.flatMap(({ head, name, value }, at) => [
    ...(at > 0 ? ['\r\n'] : []),
    ...plainPieces(plainText(head), isSecret),
    ...valuePieces(name, value, isSecret),
  ])
  const length = parts.reduce((sum, { head, value }, at) => sum + head.length + value.length + (at > 0 ? 2 : 0), 0)
  return isCut(body) ? shown : [...shown, body.text.slice(length)]
}

/** The value of a field that stands for itself. */
export function valuePieces(name: string, value: string, isSecret: SecretNames): Pieces {
  const text = plainText(value)
  return isSecret(name) ? wholeSecret(text, name) : plainPieces(text, isSecret)
}

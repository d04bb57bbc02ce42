import type { Encodings, Operation } from './operations.ts'
import { deepFields, isMissing, plain } from './parameters.ts'

/** A body as `fetch` takes it, and its media type; undefined for parts, whose boundary `fetch` chooses. */
interface WrittenBody {
  readonly body: unknown
  readonly type: string | undefined
}

const form = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data'

/**
 * Writes a body as the operation takes it, or as the caller says by a media type. What `fetch` sends as it is (forms, files,
 * bytes, streams) stays as it is; anything else becomes JSON, else a form, else parts.
 */
export function writeBody(body: unknown, operation: Operation, said?: string | null): WrittenBody {
  const { mediaTypes = [], encodings = {} } = operation
  if (body instanceof FormData) return { body, type: undefined }
  if (body instanceof URLSearchParams) return { body, type: said ?? form }
  const type = said ?? chosenType(body, mediaTypes)
  if (isBytes(body)) return { body, type }
  const kind = essence(type)
  if (kind === form) return { body: writeForm(body, encodings[form]), type }
  if (kind === multipart) return { body: writeParts(body, encodings[multipart]), type: undefined }
  return { body: typeof body === 'string' && !isJson(kind) ? body : JSON.stringify(body), type }
}

/** The documented type that fits a value, or the usual one. */
function chosenType(body: unknown, mediaTypes: readonly string[]): string {
  const find = (fits: (type: string) => boolean) => mediaTypes.find((type) => fits(essence(type)))
  if (isBytes(body)) {
    const own = body instanceof Blob ? body.type : ''
    return (
      own ||
      find((type) => isConcrete(type) && !isJson(type) && type !== form && type !== multipart) ||
      'application/octet-stream'
    )
  }
  const json = find((type) => type === 'application/json') ?? find(isJson)
  if (json) return json
  if (typeof body === 'string')
    return find((type) => isConcrete(type) && type !== form && type !== multipart) ?? 'text/plain'
  return find((type) => type === form) ?? find((type) => type === multipart) ?? 'application/json'
}

function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

function isJson(type: string): boolean {
  return /[/+]json$/.test(type)
}

function isConcrete(type: string): boolean {
  return !type.includes('*')
}

function isBytes(body: unknown): boolean {
  return (
    body instanceof Blob || body instanceof ArrayBuffer || body instanceof ReadableStream || ArrayBuffer.isView(body)
  )
}

/** The fields of a body: a list is a field each, or one of its values joined where the contract says so. */
function fieldsOf(body: unknown, encodings: Encodings = {}): [string, unknown][] {
  return Object.entries(Object(body) as object).flatMap(([name, member]): [string, unknown][] => {
    const value = partOf(member)
    if (isMissing(value)) return []
    if (encodings[name]?.style === 'deepObject') return deepFields(name, value).map(([field, one]) => [field, one])
    if (!Array.isArray(value)) return [[name, value]]
    const present = value.filter((one) => !isMissing(one)).map(partOf)
    const { explode = true } = encodings[name] ?? {}
    return explode ? present.map((one) => [name, one]) : [[name, present.map(textOf).join(',')]]
  })
}

/** A value as a field has it: bytes are a file. */
function partOf(value: unknown): unknown {
  if (value instanceof Blob) return value
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new Blob([value as ArrayBuffer]) : plain(value)
}

function textOf(value: unknown): string {
  const written = plain(value)
  return typeof written === 'object' ? JSON.stringify(written) : String(written)
}

function writeForm(body: unknown, encodings: Encodings | undefined): URLSearchParams {
  return new URLSearchParams(fieldsOf(body, encodings).map(([name, value]): [string, string] => [name, textOf(value)]))
}

function writeParts(body: unknown, encodings: Encodings = {}): FormData {
  const parts = new FormData()
  for (const [name, value] of fieldsOf(body, encodings)) {
    const type = encodings[name]?.contentType
    if (value instanceof Blob) parts.append(name, value)
    else if (type) parts.append(name, new Blob([textOf(value)], { type }))
    else parts.append(name, textOf(value))
  }
  return parts
}

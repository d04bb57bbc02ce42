import type { Schema } from './document.ts'

/** What a body is read and written as, whatever its schema says of it. */
export type MediaKind = 'json' | 'form' | 'multipart' | 'text' | 'bytes'

/** By media type, in lower case and without parameters. What is not listed, and has no listed suffix, is bytes. */
const kinds = {
  json: ['application/json', 'text/json'],
  form: ['application/x-www-form-urlencoded'],
  multipart: ['multipart/form-data'],
  text: [
    ...(['application/xml', 'application/xml-dtd', 'application/yaml', 'application/x-yaml'] as const),
    ...(['application/javascript', 'application/x-javascript', 'application/ecmascript'] as const),
    ...(['application/graphql', 'application/sql', 'application/toml', 'application/csv'] as const),
    ...(['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/json-seq'] as const),
    ...(['application/jwt', 'application/jose', 'application/pem-certificate-chain'] as const),
  ],
} as const satisfies Record<Exclude<MediaKind, 'bytes'>, readonly string[]>

/** By the suffix of its structure (RFC 6838, 4.2.8). */
const suffixes = { '+json': 'json', '+xml': 'text', '+yaml': 'text', '+jwt': 'text', '+json-seq': 'text' } as const

const listed: ReadonlyMap<string, MediaKind> = new Map(
  Object.entries(kinds).flatMap(([kind, types]) => types.map((type) => [type, kind as MediaKind])),
)

/** One media type for each entry of the tables. */
export const listedMediaTypes: readonly string[] = [
  ...listed.keys(),
  ...Object.keys(suffixes).map((suffix) => `application/x${suffix}`),
]

/** The media types, as a contract writes them, of a kind. */
export type JsonMediaType = (typeof kinds.json)[number] | `${string}+json`
export type TextMediaType =
  | (typeof kinds.text)[number]
  | `text/${string}`
  | `${string}${Exclude<keyof typeof suffixes, '+json'>}`

/** The kind of a media type; parameters and case do not matter. */
export function kindOf(mediaType: string): MediaKind {
  const bare = bareMediaType(mediaType)
  const [suffix = ''] = /\+[^+]*$/.exec(bare) ?? []
  return (
    listed.get(bare) ??
    (Object.hasOwn(suffixes, suffix) ? suffixes[suffix as keyof typeof suffixes] : undefined) ??
    (bare.startsWith('text/') ? 'text' : 'bytes')
  )
}

/** Media types of bytes, in which no schema can describe a value. */
const binaryTypes = [
  ...(['application/octet-stream', 'application/pdf', 'application/zip', 'application/gzip'] as const),
  ...(['application/protobuf', 'application/x-protobuf', 'application/vnd.google.protobuf'] as const),
  ...(['application/msgpack', 'application/x-msgpack', 'application/vnd.msgpack', 'application/cbor'] as const),
] as const
const binaryFamilies = ['image', 'audio', 'video', 'font', 'multipart'] as const
const binarySuffixes = ['+protobuf', '+msgpack', '+cbor', '+zip', '+gzip'] as const

export type BinaryMediaType =
  | (typeof binaryTypes)[number]
  | `${(typeof binaryFamilies)[number]}/${string}`
  | `${string}${(typeof binarySuffixes)[number]}`

/** Whether a media type, or all of a range, is bytes whatever its schema says. */
export function isBinaryType(mediaType: string): boolean {
  const bare = bareMediaType(mediaType)
  if (kindOf(bare) !== 'bytes') return false
  return (
    binaryTypes.some((type) => type === bare) ||
    binaryFamilies.some((family) => bare.startsWith(`${family}/`)) ||
    binarySuffixes.some((suffix) => bare.endsWith(suffix))
  )
}

/** A media type in lower case, without parameters. */
export function bareMediaType(contentType = ''): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** Whether a key of `content` is a range of media types. */
export function isMediaRange(key: string): boolean {
  return bareMediaType(key).includes('*')
}

/** Whether a schema describes bytes: `format: binary`, or a string whose media type is not text (OpenAPI 3.1.1, 4.8.14.3). */
export function isBinarySchema({ type, format, contentMediaType, contentEncoding }: Schema): boolean {
  if (type !== 'string' && !(Array.isArray(type) && type.includes('string'))) return false
  if (format === 'binary') return true
  return typeof contentMediaType === 'string' && contentEncoding === undefined && kindOf(contentMediaType) === 'bytes'
}

/** The parameters of a media type, names and values in lower case; the first of a name counts. */
function parametersOf(contentType: string): ReadonlyMap<string, string> {
  const found = contentType.toLowerCase().matchAll(/;\s*([^\s=;]+)=(?:"([^"]*)"|([^;]*))/g)
  return new Map(
    [...found].map(([, name = '', quoted, plain = '']) => [name, quoted ?? plain.trim()] as const).reverse(),
  )
}

/** The charset that a media type names. */
export function charsetOf(contentType: string): string | undefined {
  return contentType.includes(';') ? parametersOf(contentType).get('charset') : undefined
}

/** Finds the key of `content` that describes a media type. */
type MediaTypeFinder = (contentType: string) => string | undefined

interface Key {
  readonly key: string
  readonly pattern: RegExp
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * The most specific key wins: the one with the most parameters that were sent, else a type before a range (OpenAPI 3.1.1,
 * 4.8.14). Parameters that were not sent are no obstacle, since few clients send any.
 */
export function mediaTypeFinder(documented: readonly string[]): MediaTypeFinder {
  const keys = documented.map(keyOf)
  return (contentType) => {
    const bare = bareMediaType(contentType)
    const fitting = keys.filter(({ pattern }) => pattern.test(bare))
    if (fitting.length < 2) return fitting[0]?.key
    const sent = parametersOf(contentType)
    const shared = (key: Key) => [...key.parameters].filter(([name, value]) => sent.get(name) === value).length
    const missed = (key: Key) => key.parameters.size - shared(key)
    const [best] = fitting.toSorted(
      (one, other) => narrowness(other) - narrowness(one) || shared(other) - shared(one) || missed(one) - missed(other),
    )
    return best?.key
  }
}

function keyOf(key: string): Key {
  const bare = bareMediaType(key)
  const source = (bare === '*' ? '*/*' : bare).replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]+')
  return { key, pattern: new RegExp(`^${source}$`), parameters: parametersOf(key) }
}

/** A type before `application/*+json`, before `application/*`, before all. */
function narrowness({ key }: Key): number {
  const bare = bareMediaType(key)
  return bare.includes('*') ? bare.length - 1_000 * bare.split('*').length : 0
}

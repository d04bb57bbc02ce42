/** What a body is read as. The server has the same table in src/contract/media-type.ts, which a client cannot import. */
export type MediaKind = 'json' | 'text' | 'bytes'

const texts = [
  ...(['application/xml', 'application/xml-dtd', 'application/yaml', 'application/x-yaml'] as const),
  ...(['application/javascript', 'application/x-javascript', 'application/ecmascript'] as const),
  ...(['application/graphql', 'application/sql', 'application/toml', 'application/csv'] as const),
  ...(['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/json-seq'] as const),
  ...(['application/jwt', 'application/jose', 'application/pem-certificate-chain'] as const),
] as const

type WithParameters<Type extends string> = Type | `${Type};${string}`

/** The media types, as a contract writes them, of a kind. */
export type JsonMediaType = WithParameters<'application/json' | 'text/json' | `${string}+json`>
export type TextMediaType = WithParameters<
  (typeof texts)[number] | `text/${string}` | `${string}+${'xml' | 'yaml' | 'jwt' | 'json-seq'}`
>

/** The kind of a media type; parameters and case do not matter. */
export function kindOf(mediaType: string): MediaKind {
  const bare = (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase()
  if (/^(application|text)\/json$|\+json$/.test(bare)) return 'json'
  const isText = /^text\/|\+(xml|yaml|jwt|json-seq)$/.test(bare) || (texts as readonly string[]).includes(bare)
  return isText ? 'text' : 'bytes'
}

import { sample } from '@stoplight/json-schema-sampler'
import { schemaBehind } from '../contract/contract.ts'
import type { ContractDocument, MediaType, Schema } from '../contract/document.ts'
import { kindOf, type MediaKind } from '../contract/media-type.ts'
import { isObject } from '../ways/evaluate.ts'
import { samplePatterns } from './sample-text.ts'

/** A body that a contract shows, by its example or by its schema. */
export interface SampleBody {
  readonly mediaType: string
  readonly kind: MediaKind
  /** A text or bytes where the media type is not JSON. */
  readonly body: unknown
}

/** What a sample is for: requests have no read-only members, answers no write-only ones. */
type Use = 'request' | 'answer'

/** The body of the first JSON type, else of the first type; undefined where none is documented. */
export function sampleBody(
  document: ContractDocument,
  content: Readonly<Record<string, MediaType>>,
  use: Use = 'answer',
): SampleBody | undefined {
  const keys = Object.keys(content).filter((key) => /^[\x20-\x7e]+$/.test(key))
  const key = keys.find((each) => kindOf(each) === 'json') ?? keys[0]
  if (key === undefined) return undefined
  const mediaType = concreteType(key)
  const kind = kindOf(mediaType)
  return { mediaType, kind, body: written(sampleValue(document, content[key] ?? {}, use), kind) }
}

/** The documented example, else one that is made by the schema; undefined where the contract shows nothing. */
export function sampleValue(document: ContractDocument, media: MediaType, use: Use = 'answer'): unknown {
  const example = documentedExample(media)
  return example === undefined ? media.schema && sampleOf(document, media.schema, use) : example
}

/** The example, or the first of several. */
export function documentedExample({ example, examples = {} }: MediaType): unknown {
  return example ?? Object.values(examples).find((each) => each?.value !== undefined)?.value
}

/** A value that a schema describes; undefined if none can be made. */
export function sampleOf(document: ContractDocument, schema: Schema, use: Use = 'answer'): unknown {
  samplePatterns()
  const options = { quiet: true, ...(use === 'request' ? { skipReadOnly: true } : { skipWriteOnly: true }) }
  const attempt = (skipNonRequired: boolean) => {
    try {
      return silently(() => sample(schema, { ...options, skipNonRequired }, document))
    } catch {
      return undefined
    }
  }
  // Some schemas lead to thousands of members; those that are required are fewer.
  return named(document, schema, attempt(false) ?? attempt(true))
}

/** What the sampler makes of any text. */
export const placeholder = 'string'

/** The sampler takes the first form of several and leaves out what the discriminator calls it (OpenAPI 3.1.1, 4.8.25). */
function named(document: ContractDocument, schema: Schema, sampled: unknown): unknown {
  const { discriminator, oneOf, anyOf } = schemaBehind(document, schema)
  const { propertyName, mapping } = Object(discriminator) as {
    readonly propertyName?: unknown
    readonly mapping?: object
  }
  const [first] = [oneOf ?? anyOf ?? []].flat()
  const { $ref } = Object(first) as { readonly $ref?: unknown }
  if (!isObject(sampled) || typeof propertyName !== 'string' || typeof $ref !== 'string') return sampled
  if (sampled[propertyName] !== placeholder) return sampled
  const own = Object.entries(mapping ?? {}).find(([, to]) => to === $ref)?.[0]
  return { ...sampled, [propertyName]: own ?? $ref.split('/').at(-1) }
}

/** The sampler writes to the console about what it cannot merge, even if it is set to be quiet. */
function silently<Result>(work: () => Result): Result {
  const { warn } = console
  console.warn = () => {}
  try {
    return work()
  } finally {
    console.warn = warn
  }
}

/** A type that a range includes. */
function concreteType(key: string): string {
  if (key.startsWith('*/')) return 'application/json'
  return key.replace(/^text\/\*/, 'text/plain').replace(/\/\*/, '/octet-stream')
}

function written(value: unknown, kind: MediaKind): unknown {
  if (kind === 'json') return value === undefined ? null : value
  const hasFields = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (kind === 'form') return hasFields ? value : {}
  if (kind === 'multipart' && hasFields) return value
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
  return kind === 'text' ? text : Buffer.from(text)
}

import { createRequire } from 'node:module'
import * as sampler from '@stoplight/json-schema-sampler'
import { once } from '../contract/once.ts'

/** What is read of the schema of a text. */
interface TextSchema {
  readonly pattern?: unknown
  readonly format?: unknown
  readonly minLength?: number
  readonly maxLength?: number
}

type Sampler = (schema: TextSchema, ...rest: readonly unknown[]) => unknown

/** The sampler's own table, which its types leave out. */
const { _samplers: samplers } = sampler as object as { readonly _samplers: Record<string, Sampler> }

/** Formats that the sampler does not know. */
const formats: ReadonlyMap<unknown, string> = new Map([
  ['duration', 'PT1H'],
  ['byte', 'c3RyaW5n'],
  ['int64', '1'],
])

/** Has the sampler write texts that match their patterns; without it they are all `string`. */
export const samplePatterns = once(() => {
  const usual = samplers.string
  samplers.string = (schema, ...rest) =>
    formats.get(schema.format) ?? matching(schema) ?? (usual?.(schema, ...rest) as string)
})

const require = createRequire(import.meta.url)

/** Loaded for patterns alone: it takes a tenth of a second. */
const faker = once(() => {
  const { JSONSchemaFaker } = require('json-schema-faker') as typeof import('json-schema-faker')
  // The same text each time.
  JSONSchemaFaker.option({ random: () => 0.3 })
  return JSONSchemaFaker
})

function matching({ pattern, minLength = 0, maxLength = longest }: TextSchema): string | undefined {
  if (typeof pattern !== 'string' || pattern.length > longest) return undefined
  try {
    const text = faker().generate({ type: 'string', pattern })
    const isOne = typeof text === 'string' && text.length >= minLength && text.length <= maxLength
    return isOne && new RegExp(pattern, 'u').test(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** A longer text shows nobody anything. */
const longest = 1_000

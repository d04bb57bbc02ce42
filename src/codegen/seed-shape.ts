import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import schema from '../../schemas/seed.json' with { type: 'json' }
import { meant } from '../contract/nearest.ts'
import { once } from '../contract/once.ts'

const validator = once(() => new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(schema))

/** A fault of a seed, by the names that lead to its place. */
export interface SeedFault {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** How a value differs from the published schema of a seed. No message has a value: many are secrets. */
export function seedShapeFaults(seed: unknown): SeedFault[] {
  const validate = validator()
  return validate(seed) ? [] : (validate.errors ?? []).map(faultOf)
}

function faultOf(error: ErrorObject): SeedFault {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const message = `"${['seed', ...path].join('.')}" ${wordings[error.keyword]?.(error) ?? error.message}`
  const { additionalProperty } = error.params as { readonly additionalProperty?: string }
  return { path: additionalProperty === undefined ? path : [...path, additionalProperty], message }
}

const wordings: Readonly<Record<string, (error: ErrorObject) => string>> = {
  additionalProperties: ({ params, parentSchema }) =>
    `has no member "${params.additionalProperty}"${meant(params.additionalProperty, Object.keys(Object(parentSchema?.properties)))}`,
  required: ({ params }) => `lacks "${params.missingProperty}"`,
  type: ({ params, data }) => {
    const wanted = [params.type].flat()
    const isUnquoted = wanted.includes('string') && ['number', 'boolean'].includes(typeof data)
    return `is not ${wanted.map((type) => types[type]).join(' or ')}${isUnquoted ? '; put it in quotes' : ''}`
  },
  pattern: ({ params }) => `does not have the form ${params.pattern}`,
  minLength: () => 'is empty',
  minItems: () => 'is empty',
  maxLength: ({ params }) => `is longer than ${params.limit} characters`,
}

const types: Readonly<Record<string, string>> = { string: 'a text', array: 'a list', object: 'an object' }

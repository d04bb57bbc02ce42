import type { ErrorObject } from 'ajv/dist/2020.js'
import { nearest } from '../contract/nearest.ts'
import type { DeclarationFault } from './declarations/fault.ts'

/** How the schemas of declarations and of the configuration are compiled: their titles are what messages expect. */
export const schemaOptions = {
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
} as const

interface SchemaFault extends DeclarationFault {
  /** The place is the name of what the path leads to. */
  readonly onKey: boolean
}

/** What a validator found at a place, in our words. */
export function schemaFaults(place: readonly string[], errors: readonly ErrorObject[]): SchemaFault[] {
  const faults = errors
    .filter(({ keyword, schemaPath }) => !wrappers.has(keyword) && !schemaPath.includes('/oneOf/'))
    .map((error) => faultOf(place, error))
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}

/** Keywords whose errors only say that another one failed. */
const wrappers: ReadonlySet<string> = new Set(['if', 'propertyNames'])

function faultOf(place: readonly string[], error: ErrorObject): SchemaFault {
  const within = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const at = [...place, ...within]
  const name = [...place.slice(-1), ...within].join('.')
  const { additionalProperty } = error.params as { readonly additionalProperty?: string }
  const member = error.propertyName ?? additionalProperty
  const message = words[error.keyword]?.(name, error) ?? expected(name, error)
  return { at: member === undefined ? at : [...at, member], message, onKey: member !== undefined }
}

type Words = (name: string, error: ErrorObject) => string | undefined

const words: Readonly<Record<string, Words>> = {
  additionalProperties: (name, { params, parentSchema }) =>
    `"${name}" has no member "${params.additionalProperty}"${meant(params.additionalProperty, memberNames(parentSchema))}`,
  required: (name, { params }) => `"${name}" needs the member "${params.missingProperty}"`,
  enum: (name, { params, data, parentSchema }) =>
    parentSchema?.title === undefined || nearestOf(data, params.allowedValues)
      ? `"${name}" cannot be ${got(data)}${meant(String(data), params.allowedValues)}`
      : undefined,
  minProperties: (name, { parentSchema }) => {
    const known = memberNames(parentSchema).join(', ')
    return known === '' ? `"${name}" is empty` : `"${name}" needs one of ${known}`
  },
  maxProperties: (name, { parentSchema }) => `"${name}" takes only one of ${memberNames(parentSchema).join(', ')}`,
  oneOf: (name, { schema }) =>
    `"${name}" needs exactly one of ${(schema as readonly { readonly required: readonly string[] }[]).flatMap(({ required }) => required).join(', ')}`,
  minimum: (name, { params, data }) => `"${name}" must be ${params.limit} or more, got ${got(data)}`,
  maximum: (name, { params, data }) => `"${name}" must be ${params.limit} or less, got ${got(data)}`,
  minItems: (name) => `"${name}" needs an item`,
  minLength: (name) => `"${name}" is empty`,
  uniqueItems: (name, { params, data }) => `"${name}" has ${got((data as unknown[])[params.i])} twice`,
  type: (name, { params, data, parentSchema }) =>
    parentSchema?.title === undefined
      ? `"${name}" must be ${[params.type]
          .flat()
          .map((type) => types[type])
          .join(' or ')}, got ${got(data)}`
      : undefined,
}

const types: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
}

/** By the title of what was expected. */
function expected(name: string, { parentSchema, message, data, propertyName }: ErrorObject): string {
  const title: unknown = parentSchema?.title
  if (title === undefined) return `"${name}" ${message}`
  return propertyName === undefined
    ? `"${name}" must be ${title}, got ${got(data)}`
    : `Expected ${title}, got "${propertyName}"`
}

function memberNames(parent: object | undefined): readonly string[] {
  return Object.keys(Object((parent as { readonly properties?: object } | undefined)?.properties))
}

function nearestOf(value: unknown, known: readonly unknown[]): string | undefined {
  return nearest(String(value), known.map(String))
}

function meant(name: string, known: readonly unknown[]): string {
  const near = nearestOf(name, known)
  return near === undefined ? `; it can be ${known.join(', ')}` : `; did you mean "${near}"?`
}

function got(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

import fc from 'fast-check'
import { type Contract, resolve } from '../../../src/contract/contract.ts'
import type { Schema } from '../../../src/contract/document.ts'

/** What the contracts use of JSON Schema 2020-12, typed for reading. */
interface Read {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly minProperties?: number
}

/** Every character of Unicode but the surrogates, far cheaper to set up than fast-check's own unit. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10_f7_ff })
  .map((number) => String.fromCodePoint(number < 0xd8_00 ? number : number + 0x8_00))

/** Longer texts than this say nothing that shorter ones do not. */
const longText = 80
const fewItems = 4

/**
 * Values that a schema allows, by construction where a keyword is known here. What it may get wrong the judge sees: it
 * looks at every value again.
 */
export function valuesOf(schema: Schema, contract: Contract): fc.Arbitrary<unknown> {
  const read = resolve<Schema>(contract.document, schema) as Read
  if (read.const !== undefined) return fc.constant(read.const)
  if (read.enum) return fc.constantFrom(...read.enum)
  const { oneOf, anyOf, allOf, ...rest } = read
  if (allOf) return valuesOf(merged([rest as Schema, ...allOf], contract), contract)
  const choices = oneOf ?? anyOf
  if (choices)
    return fc.oneof(...choices.map((choice) => valuesOf(merged([rest as Schema, choice], contract), contract)))
  const [type, ...others] = Array.isArray(read.type) ? read.type : [read.type ?? 'any']
  const own = (byType[type] ?? anything)(read, contract)
  return others.length === 0 ? own : fc.oneof(own, valuesOf({ ...read, type: others } as Schema, contract))
}

type OfType = (schema: Read, contract: Contract) => fc.Arbitrary<unknown>

const anything: OfType = () => fc.jsonValue({ maxDepth: 2 })

const byType: Readonly<Record<string, OfType>> = {
  null: () => fc.constant(null),
  boolean: () => fc.boolean(),
  integer: (schema) => fc.integer(range(schema)),
  number: (schema) => fc.oneof(fc.integer(range(schema)), fc.double({ ...range(schema), noNaN: true })),
  string: texts,
  array: ({ items = {}, minItems = 0, maxItems = fewItems, uniqueItems }, contract) => {
    const size = { minLength: minItems, maxLength: Math.min(maxItems, minItems + fewItems) }
    return (uniqueItems ? fc.uniqueArray : fc.array)(valuesOf(items, contract), size)
  },
  object: objects,
}

const widest = 2 ** 31 - 1

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Read): { min: number; max: number } {
  const min = minimum ?? (exclusiveMinimum === undefined ? -widest : exclusiveMinimum + 1)
  const max = maximum ?? (exclusiveMaximum === undefined ? widest : exclusiveMaximum - 1)
  return { min: Math.ceil(Math.max(min, -widest)), max: Math.floor(Math.min(max, widest)) }
}

const emails = fc.stringMatching(/^[a-z][a-z0-9]{0,15}@[a-z]{1,10}\.example$/)

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  email: emails,
  'date-time': fc
    .date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  date: fc
    .date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  uuid: fc.uuid(),
  uri: fc.webUrl(),
}

function texts({ format = '', pattern, minLength = 0, maxLength = longText }: Read): fc.Arbitrary<string> {
  const fits = (text: string) => [...text].length >= minLength && [...text].length <= maxLength
  const known = formats[format]
  if (known) return known.filter(fits)
  const expression = pattern === undefined ? undefined : matching(pattern)
  if (expression) return expression.filter(fits)
  const size = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, longText)) }
  return fc.oneof(
    fc.string({ ...size, unit: 'grapheme-ascii' }),
    fc.string({ ...size, unit: anyCharacter }),
    // The longest there may be, to the letter.
    ...(maxLength <= 1_024 ? [fc.constantFrom('x', 'ß').map((letter) => letter.repeat(maxLength))] : []),
  )
}

/** Undefined for an expression that fast-check cannot turn round, such as one with a look-ahead. */
function matching(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'))
  } catch {
    return undefined
  }
}

function objects(schema: Read, contract: Contract): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], minProperties = 0 } = schema
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, valuesOf(property, contract)]),
  )
  if (Object.keys(model).length === 0) return dictionaries(schema, contract)
  // Enough of the optional ones where a number of members is asked for.
  const enough = Object.keys(model).slice(0, minProperties)
  return fc.oneof(
    fc.record(model, { requiredKeys: [...new Set([...required.filter((name) => name in model), ...enough])] }),
    ...(minProperties > 0 ? [fc.record(model)] : []),
  )
}

function dictionaries({ additionalProperties, minProperties = 0 }: Read, contract: Contract): fc.Arbitrary<unknown> {
  const schema = typeof additionalProperties === 'object' ? additionalProperties : {}
  const size = { minKeys: minProperties, maxKeys: minProperties + fewItems }
  return fc.dictionary(fc.stringMatching(/^[a-z]{1,12}$/), valuesOf(schema, contract), size)
}

/** Several schemas as one: good enough for objects that share their members out among `allOf` and `oneOf`. */
function merged(schemas: readonly Schema[], contract: Contract): Schema {
  const all = schemas.map((schema) => resolve<Schema>(contract.document, schema) as Read)
  return {
    ...Object.assign({}, ...all),
    properties: Object.assign({}, ...all.map(({ properties = {} }) => properties)),
    required: [...new Set(all.flatMap(({ required = [] }) => required))],
  }
}

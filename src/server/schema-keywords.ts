import { forbiddenNames } from '../body/parsed-body.ts'
import type { Schema } from '../contract/document.ts'
import { isBinarySchema } from '../contract/media-type.ts'

/** What of a contract cannot be kept, where it stands, in words. */
export interface Fault {
  readonly at: string
  readonly message: string
}

type Visit = (schema: unknown, place: string) => unknown

interface Keyword {
  /** Whether a value is one that the keyword may have; the validator does not compile any other. */
  readonly accepts: (value: unknown) => boolean
  /** Whether its schemas are of values within the value, and not of the value itself. */
  readonly isWithin?: boolean
  /** What is made of a value that is or holds schemas. */
  readonly rebuild?: (value: unknown, visit: Visit, keyword: string) => unknown
}

const types = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSchema = (value: unknown) => isObject(value) || typeof value === 'boolean'
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
const isNumber = (value: unknown) => Number.isFinite(value)
const isText = (value: unknown) => typeof value === 'string'
const isFlag = (value: unknown) => typeof value === 'boolean'
const isNames = (value: unknown) => Array.isArray(value) && value.every(isText)
const isAny = () => true

function isType(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0 && value.every((one) => types.includes(one))
    : types.includes(String(value))
}

/** Whether it is a regular expression of ECMA-262 (JSON Schema 2020-12, 6.4). */
function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && RegExp(value, 'u') instanceof RegExp
  } catch {
    return false
  }
}

const one: Keyword = { accepts: isSchema, rebuild: (value, visit, keyword) => visit(value, `/${keyword}`) }

const list: Keyword = {
  accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(isSchema),
  rebuild: (value, visit, keyword) => (value as readonly unknown[]).map((each, at) => visit(each, `/${keyword}/${at}`)),
}

const map: Keyword = {
  accepts: (value) => isObject(value) && Object.values(value as object).every(isSchema),
  rebuild: (value, visit, keyword) =>
    Object.fromEntries(
      Object.entries(value as object).map(([name, each]) => [
        name,
        visit(each, keyword === 'properties' ? `.${name}` : `/${keyword}/${name}`),
      ]),
    ),
}

/** The keywords that decide whether a value is valid, and `default`. Whatever else stands in a schema is for others. */
export const keywords: Readonly<Record<string, Keyword | undefined>> = {
  // The names are those of a contract, which may name what every object has.
  __proto__: null as never,
  $ref: { accepts: isText },
  type: { accepts: isType },
  enum: { accepts: (value) => Array.isArray(value) && value.length > 0 },
  const: { accepts: isAny },
  format: { accepts: isText },
  default: { accepts: isAny },
  readOnly: { accepts: isFlag },
  multipleOf: { accepts: (value) => isNumber(value) && (value as number) > 0 },
  pattern: { accepts: isPattern },
  required: { accepts: isNames },
  uniqueItems: { accepts: isFlag },
  dependentRequired: { accepts: (value) => isObject(value) && Object.values(value as object).every(isNames) },
  ...keyed(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'], { accepts: isNumber }),
  ...keyed(['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'], { accepts: isCount }),
  ...keyed(['minContains', 'maxContains'], { accepts: isCount }),
  ...keyed(['not', 'if', 'then', 'else'], one),
  ...keyed(['items', 'contains', 'additionalProperties', 'propertyNames'], { ...one, isWithin: true }),
  ...keyed(['unevaluatedItems', 'unevaluatedProperties'], { ...one, isWithin: true }),
  ...keyed(['allOf', 'anyOf', 'oneOf'], list),
  prefixItems: { ...list, isWithin: true },
  dependentSchemas: map,
  properties: { ...map, isWithin: true },
  patternProperties: {
    ...map,
    isWithin: true,
    accepts: (value) => map.accepts(value) && Object.keys(value as object).every(isPattern),
  },
}

function keyed(names: readonly string[], keyword: Keyword): Readonly<Record<string, Keyword>> {
  return Object.fromEntries(names.map((name) => [name, keyword]))
}

/** What of a schema is meant for texts, and is not asked of files. */
const textRules = ['minLength', 'maxLength', 'pattern', 'format', 'enum', 'const']

function withoutTextRules(schema: Schema): Schema {
  if (!isBinarySchema(schema)) return schema
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !textRules.includes(key)))
}

/** What OpenAPI 3.0 writes otherwise. */
function modern(schema: Schema): Schema {
  const { nullable, type, default: usual, enum: values, ...rest } = schema
  const types = [type ?? []].flat()
  const isNullable = nullable === true && types.length > 0 && !types.includes('null')
  const taken = isNullable ? [...types, 'null'] : type
  return {
    ...rest,
    ...(type !== undefined && { type: taken }),
    ...(values !== undefined && { enum: values }),
    ...(isOfType(usual, taken) && isAmong(usual, values) && { default: usual }),
  }
}

/** A default of another type would be put in, and then refused; `default: null` is what many programs write for none. */
function isOfType(value: unknown, type: unknown): boolean {
  if (value === undefined) return false
  if (type === undefined) return value !== null
  const own = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  const named = [type].flat()
  return named.includes(own) || (own === 'number' && named.includes('integer') && Number.isInteger(value))
}

function isAmong(value: unknown, values: unknown): boolean {
  return !Array.isArray(values) || values.includes(value)
}

/** Where the names are those of parameters, which may be any. */
const places = ['.path', '.query', '.header', '.cookie']

/** Members that are refused, whatever the schema says. */
function forbiddenMembers({ properties }: Schema, at: string): readonly string[] {
  return places.includes(at) ? [] : [...forbiddenNames].filter((name) => Object.hasOwn(Object(properties), name))
}

/** A schema with those of its keywords that can be judged, and what is wrong with the others. */
export function wellFormed(schema: Schema, at: string): { readonly node: Schema; readonly faults: readonly Fault[] } {
  const known = Object.entries(modern(withoutTextRules(schema))).filter(
    ([key, value]) => keywords[key] && value !== undefined,
  )
  const wrong = known.filter(([key, value]) => !keywords[key]?.accepts(value))
  const kept = known.filter((entry) => !wrong.includes(entry))
  return {
    node: Object.fromEntries(kept.flatMap(divisible)),
    faults: [
      ...wrong.map(([key, value]) => ({ at, message: `${faultOf(key, value)}, so it is not checked` })),
      ...forbiddenMembers(schema, at).map((name) => ({ at, message: `a value with a member "${name}" is refused` })),
    ],
  }
}

/** The validator divides binary fractions. */
function divisible([key, value]: [string, unknown]): [string, unknown][] {
  return [[key === 'multipleOf' && !Number.isInteger(value) ? 'decimalMultipleOf' : key, value]]
}

function faultOf(key: string, value: unknown): string {
  if (key === 'pattern') return `"${value}" is not a regular expression`
  const text = JSON.stringify(value) ?? ''
  return `"${key}" cannot be ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`
}

import { schemaBehind } from './contract.ts'
import type { ContractDocument, Schema } from './document.ts'
import { isBinarySchema, isBinaryType, kindOf, type MediaKind } from './media-type.ts'
import { once } from './once.ts'

/** What the schemas of a place say of a value before it is judged: enough to read a value that was written as text. */
export interface Shape {
  /** The JSON types that it may have; empty where nothing is said. */
  readonly types: ReadonlySet<string>
  readonly isBinary: boolean
  readonly isWriteOnly: boolean
  /** Whether it may have one value alone. */
  readonly isConstant: boolean
  /** Whether it may have members of any other name. */
  readonly isOpen: boolean
  /** The members that it may have by name. */
  readonly names: ReadonlySet<string>
  /** Those that it must have, by one schema at least. */
  readonly required: ReadonlySet<unknown>
  /** Of a member, by its name or as any other; undefined where nothing is said. */
  member(name: string): Shape | undefined
  /** Of the items of a list. */
  readonly items: Shape
}

/** Of all schemas that a value may have to match: those of `allOf`, `anyOf` and `oneOf` count as one. */
export function shapeOf(document: ContractDocument, ...schemas: readonly unknown[]): Shape {
  const parts = partsOf(document, schemas)
  const names = new Set(parts.flatMap(({ properties }) => Object.keys(Object(properties))))
  const members = new Map([...names].map((name) => [name, once(() => shapeOf(document, ...membersOf(parts, name)))]))
  const others = once(() => {
    const found = parts.map(({ additionalProperties }) => additionalProperties)
    return found.some(isSchema) ? shapeOf(document, ...found) : undefined
  })
  const items = once(() => shapeOf(document, ...parts.flatMap((part) => [part.items, part.prefixItems ?? []].flat())))
  return {
    types: new Set(parts.flatMap(typesOf)),
    isBinary: parts.some(isBinarySchema),
    isWriteOnly: parts.some(({ writeOnly }) => writeOnly === true),
    isConstant: parts.some((part) => part.const !== undefined || (Array.isArray(part.enum) && part.enum.length === 1)),
    isOpen: parts.every((part) => part.additionalProperties !== false && part.unevaluatedProperties !== false),
    names,
    required: new Set(parts.flatMap(({ required }) => (Array.isArray(required) ? required : []))),
    member: (name) => (members.get(name) ?? others)(),
    get items() {
      return items()
    },
  }
}

const scalars = ['string', 'number', 'integer', 'boolean']

/** Whether a value may be neither a list nor an object. */
export function isScalar({ types }: Shape): boolean {
  return types.size === 0 || scalars.some((type) => types.has(type))
}

/**
 * Whether a text that came or goes as a documented media type or range is judged by its schema: that of an object says nothing
 * of the text of an XML document, but applies to every type in a range.
 */
export function isJudgedText(key: string, shape: Shape): boolean {
  return isScalar(shape) || kindOf(key) !== 'text'
}

/** What a body of a documented media type or range is: the schema says so where the type does not. */
export function kindWithin(key: string, kind: MediaKind, { types, isBinary }: Shape): MediaKind {
  if (kind !== 'bytes' || isBinary || types.size === 0 || isBinaryType(key)) return kind
  return types.has('string') ? 'text' : 'json'
}

function membersOf(parts: readonly Schema[], name: string): readonly unknown[] {
  return parts.map(({ properties = {} }) =>
    Object.hasOwn(properties as Schema, name) ? (properties as Schema)[name] : undefined,
  )
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null
}

/** A schema and all that it is put together from, each once. */
function partsOf(document: ContractDocument, schemas: readonly unknown[]): readonly Schema[] {
  const parts = new Set<Schema>()
  const visit = (schema: unknown) => {
    if (!isSchema(schema) || parts.has(schema)) return
    parts.add(schema)
    if (typeof schema.$ref === 'string') visit(schemaBehind(document, schema))
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) for (const part of [schema[keyword] ?? []].flat()) visit(part)
  }
  for (const schema of schemas) visit(schema)
  return [...parts]
}

function typesOf(schema: Schema): readonly string[] {
  const { type, properties, items, enum: values, const: value } = schema
  if (type !== undefined) return [type].flat() as string[]
  if (Array.isArray(values)) return values.map(typeOf)
  if (value !== undefined) return [typeOf(value)]
  if (properties) return ['object']
  return items ? ['array'] : []
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

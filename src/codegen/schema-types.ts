import type { SchemaObject, TransformNodeOptions } from 'openapi-typescript'
import type typescript from 'typescript'
import { transformSchemaObject, ts } from './type-generator.ts'

/** The type of a schema that openapi-typescript has another one for; undefined where its own is right. */
export function typeOf(schema: SchemaObject, options: TransformNodeOptions): typescript.TypeNode | undefined {
  if (isBinary(schema)) return ts.factory.createTypeReferenceNode('Blob')
  return isTuple(schema) ? tupleType(schema, options) : undefined
}

/** What JSON Schema says of strings and arrays that the generator's types do not have. */
interface Described {
  readonly type?: unknown
  readonly format?: unknown
  readonly contentMediaType?: unknown
  readonly contentEncoding?: unknown
}

/** A string of bytes: `format: binary` (OpenAPI 3.0.4, 4.7.14.2), or another media type than that of a text (OpenAPI 3.1.1, 4.8.14.3). */
function isBinary(schema: SchemaObject): boolean {
  const { type, format, contentMediaType, contentEncoding } = schema as Described
  if (type !== 'string' || contentEncoding !== undefined) return false
  return format === 'binary' || (typeof contentMediaType === 'string' && !isTextual(contentMediaType))
}

function isTextual(mediaType: string): boolean {
  return /^text\/|[/+](json|xml|yaml)\b|javascript/i.test(mediaType)
}

interface Tuple {
  readonly type: 'array'
  readonly prefixItems: readonly SchemaObject[]
  readonly items?: SchemaObject | boolean
  readonly minItems?: number
}

function isTuple(schema: object): schema is Tuple {
  const { type, prefixItems } = schema as Partial<Tuple>
  return type === 'array' && Array.isArray(prefixItems)
}

/** A tuple may end early, and go on (JSON Schema 2020-12, 10.3.1.1), where `minItems` and `items` do not say otherwise. */
function tupleType(
  { prefixItems, items = true, minItems = 0 }: Tuple,
  options: TransformNodeOptions,
): typescript.TypeNode {
  const types = prefixItems.map((item, index) => {
    const type = transformSchemaObject(item, options)
    return index < minItems ? type : ts.factory.createOptionalTypeNode(type)
  })
  const others = items === false ? [] : [ts.factory.createRestTypeNode(listOf(items, options))]
  const tuple = ts.factory.createTupleTypeNode([...types, ...others])
  return ts.factory.createTypeOperatorNode(ts.SyntaxKind.ReadonlyKeyword, tuple)
}

function listOf(items: SchemaObject | true, options: TransformNodeOptions): typescript.TypeNode {
  const type =
    items === true
      ? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword)
      : transformSchemaObject(items, options)
  return ts.factory.createArrayTypeNode(type)
}

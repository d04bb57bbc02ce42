import type { SchemaObject, TransformNodeOptions } from 'openapi-typescript'
import type typescript from 'typescript'
import type { Schema } from '../contract/document.ts'
import { isBinarySchema } from '../contract/media-type.ts'
import { transformSchemaObject, ts } from './type-generator.ts'

/** The type of a schema that openapi-typescript has another one for; undefined where its own is right. */
export function typeOf(schema: SchemaObject, options: TransformNodeOptions): typescript.TypeNode | undefined {
  if (schema.type === 'string' && isBinarySchema(schema as object as Schema))
    return ts.factory.createTypeReferenceNode('Blob')
  return isTuple(schema) ? tupleType(schema, options) : undefined
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

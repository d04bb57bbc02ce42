import type typescript from 'typescript'
import { ts } from './type-generator.ts'

type Schemas = ReadonlyMap<string, typescript.TypeNode>

/**
 * Lets a schema be a list of itself, as any JSON value is. The generator writes each schema as the type of a property,
 * which TypeScript wants to know to the end at once, except for the members of objects; a type alias may wait.
 */
export function nameRecursiveTypes(nodes: readonly typescript.Node[]): typescript.Node[] {
  const schemas = schemasIn(nodes)
  const recursive = [...schemas.keys()].filter((name) => reaches(name, name, schemas, new Set()))
  const aliases = new Map(recursive.map((name, index) => [name, `Recursive${index + 1}`]))
  const types = new Map(recursive.map((name) => [schemas.get(name), aliases.get(name)]))
  const useAliases = (node: typescript.Node): typescript.Node => {
    const alias = types.get(node as typescript.TypeNode) ?? aliases.get(schemaNameOf(node) ?? '')
    return alias === undefined ? ts.visitEachChild(node, useAliases, undefined) : reference(alias)
  }
  const declarations = recursive.map((name) =>
    ts.factory.createTypeAliasDeclaration(
      undefined,
      aliases.get(name) ?? name,
      undefined,
      ts.visitEachChild(schemas.get(name) as typescript.TypeNode, useAliases, undefined),
    ),
  )
  return recursive.length === 0 ? [...nodes] : [...nodes.map(useAliases), ...declarations]
}

function reference(alias: string): typescript.TypeNode {
  return ts.factory.createTypeReferenceNode(alias)
}

/** The members of `components.schemas`. */
function schemasIn(nodes: readonly typescript.Node[]): Schemas {
  const components = nodes.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === 'components')
  const schemas = components?.members
    .filter(ts.isPropertySignature)
    .find(({ name }) => textOf(name) === 'schemas')?.type
  const members = schemas && ts.isTypeLiteralNode(schemas) ? schemas.members.filter(ts.isPropertySignature) : []
  return new Map(members.flatMap(({ name, type }) => (type ? [[textOf(name), type]] : [])))
}

function textOf(name: typescript.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : ''
}

/** Whether TypeScript comes from one schema to the other without passing through an object. */
function reaches(from: string, to: string, schemas: Schemas, seen: Set<string>): boolean {
  const type = schemas.get(from)
  if (!type || seen.has(from)) return false
  seen.add(from)
  return schemaNamesIn(type).some((name) => name === to || reaches(name, to, schemas, seen))
}

function schemaNamesIn(node: typescript.Node): string[] {
  if (ts.isTypeLiteralNode(node)) return []
  const own = schemaNameOf(node)
  if (own !== undefined) return [own]
  const names: string[] = []
  ts.forEachChild(node, (child) => {
    names.push(...schemaNamesIn(child))
  })
  return names
}

/** `Json` of `components["schemas"]["Json"]`. */
function schemaNameOf(node: typescript.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined
  const { objectType: whole, indexType: part } = node.objectType
  const isSchemas = ts.isTypeReferenceNode(whole) && ts.isIdentifier(whole.typeName) && literalOf(part) === 'schemas'
  return isSchemas && whole.typeName.text === 'components' ? literalOf(node.indexType) : undefined
}

function literalOf(node: typescript.Node): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined
}

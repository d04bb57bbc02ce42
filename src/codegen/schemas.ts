import { mapMembers, type Node, rewrite } from '../contract/walk.ts'
import { patternFault, unicodePattern } from './patterns.ts'

/** Keywords beside a `$ref` that tell people something and ask nothing of a value. */
const annotations: ReadonlySet<string> = new Set([
  ...['$ref', '$comment', 'title', 'summary', 'description', 'externalDocs', 'deprecated', 'xml'],
  ...['default', 'example', 'examples', 'readOnly', 'writeOnly'],
])

/** Keywords that have been followed by now: where other schemas are, which ajv would look up again, and what may be null. */
const locators: ReadonlySet<string> = new Set(['$id', '$schema', '$anchor', '$defs', 'definitions', 'nullable'])

/**
 * Drops the constraints beside a `$ref` of OpenAPI 3.0, where they are ignored (OpenAPI 3.0.4, 4.23). `nullable` stays:
 * many files have it there and mean it.
 */
export function withoutIgnoredSiblings<Root extends object>(document: Root): Root {
  return rewrite(document, (node) =>
    typeof node.$ref === 'string' ? keep(node, (key) => key === 'nullable' || isAnnotation(key)) : node,
  )
}

/**
 * Writes schemas so that every reader takes them alike: what holds beside a `$ref` goes into an `allOf`, since the type
 * generator skips it there, and nothing else is left that leads out of the components.
 */
export function plainSchemas<Root extends object>(document: Root): Root {
  return rewrite(document, (node) => {
    const plain = keep(withPatterns(nullStated(node)), (key) => !locators.has(key))
    if (!String(plain.$ref).startsWith('#/components/schemas/') || Object.keys(plain).every(isAnnotation)) return plain
    const { $ref, allOf = [], ...constraints } = plain
    return { allOf: [{ $ref }, ...(allOf as readonly unknown[])], ...constraints }
  })
}

/** Writes the names in a discriminator's mapping as the references they stand for (OpenAPI 3.1.1, 4.8.25.3). */
export function withMappedReferences(document: unknown): unknown {
  if (typeof document !== 'object' || document === null) return document
  const { schemas = {} } = (document as { readonly components?: { readonly schemas?: Node } }).components ?? {}
  const follow = (target: unknown) =>
    typeof target === 'string' && Object.hasOwn(schemas, target) ? `#/components/schemas/${target}` : target
  return rewrite(document, (node) => mapTargets(node, follow))
}

/** Changes where the mapping of a discriminator leads to. */
export function mapTargets(node: Node, follow: (target: unknown) => unknown): Node {
  if (typeof node.propertyName !== 'string' || typeof node.mapping !== 'object' || node.mapping === null) return node
  const mapping = mapMembers(node.mapping as Node, follow)
  return mapping === node.mapping ? node : { ...node, mapping }
}

/** A union that OpenAPI 3.0 calls `nullable` has one more part in 3.1; ajv refuses the word where no type stands by it. */
function nullStated(node: Node): Node {
  if (node.nullable !== true) return node
  const union = ['oneOf', 'anyOf'].find((keyword) => Array.isArray(node[keyword]))
  return union ? { ...node, [union]: [...(node[union] as readonly unknown[]), { type: 'null' }] } : node
}

/** What no engine can read asks for nothing; the rules warn of it. */
function withPatterns(node: Node): Node {
  return mapMembers(node, (value, key) => {
    if (key === 'pattern' && typeof value === 'string') return readable(value)
    return key === 'patternProperties' ? withReadableNames(value) : value
  })
}

function readable(pattern: string): string | undefined {
  return patternFault(pattern) === undefined ? unicodePattern(pattern) : undefined
}

function withReadableNames(members: unknown): object {
  const read = Object.entries(Object(members)).map(([name, member]) => [readable(name), member] as const)
  return Object.fromEntries(read.filter(([name]) => name !== undefined))
}

function isAnnotation(key: string): boolean {
  return annotations.has(key) || key.startsWith('x-')
}

function keep(node: Node, wanted: (key: string) => boolean): Node {
  return mapMembers(node, (value, key) => (wanted(key) ? value : undefined))
}

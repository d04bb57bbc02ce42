import { kindOf, type MediaKind } from '../contract/media-type.ts'
import { mapMembers, type Node, rewrite, selfContained } from '../contract/walk.ts'

/**
 * Rewords schemas where the type generator would say something else than they do. Only types are made from this: it
 * leaves out or loosens what TypeScript has no words for, and extensions whose references the generator would follow.
 */
export function typeable<Root extends object>(document: Root): Root {
  return rewrite(selfContained(document), (node) => steps.reduce((changed, step) => step(changed), node))
}

const steps: readonly ((node: Node) => Node)[] = [
  uniteAsOneOf,
  gatherRequired,
  openObject,
  withoutNamedExamples,
  plainParts,
  typedContent,
  typedBytes,
  namedContent,
  veiledName,
]

/** Beside other keywords `anyOf` would widen the type to any of all; `oneOf` narrows it, and is the same type otherwise. */
function uniteAsOneOf(node: Node): Node {
  if (!Array.isArray(node.anyOf)) return node
  const { anyOf, allOf = [], ...rest } = node
  if (rest.oneOf === undefined) return { ...node, anyOf: undefined, oneOf: anyOf }
  return { ...rest, allOf: [...(allOf as readonly unknown[]), { oneOf: anyOf }] }
}

/** `allOf: [{$ref}, {required: [a]}]` makes `a` required of the whole; on its own, the second part would be `unknown`. */
function gatherRequired(node: Node): Node {
  const { allOf, required = [] } = node
  if (!Array.isArray(allOf)) return node
  const parts = allOf as readonly Node[]
  const names = parts.filter(isRequiredAlone).flatMap((part) => part.required as readonly string[])
  if (names.length === 0) return node
  return {
    ...node,
    allOf: parts.filter((part) => !isRequiredAlone(part)),
    required: [...new Set([...(required as readonly string[]), ...names])],
  }
}

function isRequiredAlone(schema: Node): boolean {
  return Array.isArray(schema.required) && Object.keys(schema).length === 1
}

/** An object that says nothing of its members may have any; further members of another type than the named ones, too. */
function openObject(node: Node): Node {
  const { type, properties, additionalProperties: others, patternProperties } = node
  const isBare = isObjectType(type) && !composed.some((keyword) => keyword in node)
  if (isBare && !properties && !patternProperties && others === undefined)
    return { ...node, additionalProperties: true }
  if (properties && typeof others === 'object') return { ...node, additionalProperties: true }
  return node
}

/** Named examples say nothing of types, and can be most of a document. */
function withoutNamedExamples(node: Node): Node {
  if (typeof node.examples !== 'object' || Array.isArray(node.examples)) return node
  const { examples: _, ...rest } = node
  return rest
}

/** The generator looks for references in the parts of a choice, which may be booleans. */
function plainParts(node: Node): Node {
  return parts.some((keyword) => Array.isArray(node[keyword]) && (node[keyword] as unknown[]).some(isFlag))
    ? mapMembers(node, (value, key) => (parts.includes(key) && Array.isArray(value) ? value.map(plainPart) : value))
    : node
}

const parts = ['allOf', 'oneOf', 'anyOf']

function plainPart(part: unknown): unknown {
  if (part === true) return {}
  return part === false ? { not: {} } : part
}

function isFlag(part: unknown): boolean {
  return typeof part === 'boolean'
}

/** A parameter whose value is one of a media type has the type of that. */
function typedContent(node: Node): Node {
  const { in: place, content, schema } = node
  if (typeof place !== 'string' || schema !== undefined || typeof content !== 'object' || content === null) return node
  const [media] = Object.values(content)
  return { ...node, schema: Object(media).schema ?? {} }
}

/** OpenAPI 3.1 has bytes without a type; the generator would have anything there. */
function typedBytes(node: Node): Node {
  const { type, contentMediaType, contentEncoding } = node
  if (type !== undefined || contentEncoding !== undefined || typeof contentMediaType !== 'string') return node
  return { ...node, type: 'string' }
}

/** A body of bytes or text that says nothing of itself. */
function namedContent(node: Node): Node {
  const { content } = node
  if (typeof content !== 'object' || content === null || typeof node.in === 'string') return node
  const named = mapMembers(content as Node, (media, type) => {
    const plain = plainSchemas[kindOf(type)]
    const isSilent = Object.keys(Object(Object(media).schema)).length === 0
    return plain && isSilent && !isAny(type) ? { ...Object(media), schema: plain } : media
  })
  return named === content ? node : { ...node, content: named }
}

const plainSchemas: { readonly [Kind in MediaKind]?: Node } = {
  bytes: { type: 'string', format: 'binary' },
  text: { type: 'string' },
}

/** A range of all applications, or of everything, may be JSON as well. */
function isAny(mediaType: string): boolean {
  return /^(\*|application\/\*)/.test(mediaType)
}

/**
 * The generator makes a pointer of an operation's name without escaping it, so `#` and `%` in there are sent through it
 * as characters that mean nothing to anyone.
 */
function veiledName(node: Node): Node {
  const { operationId } = node
  if (typeof operationId !== 'string' || !/[#%]/.test(operationId)) return node
  return {
    ...node,
    operationId: operationId.replaceAll(/[#%]/g, (char) => String.fromCharCode(0xe000 + char.charCodeAt(0))),
  }
}

/** Operations by their names, as the printer writes them. */
export function unveil(text: string): string {
  return text.replaceAll(/\\uE0(2[35])|[\ue023\ue025]/g, (found, code: string | undefined) =>
    String.fromCharCode(code === undefined ? found.charCodeAt(0) - 0xe000 : Number.parseInt(code, 16)),
  )
}

const composed = ['allOf', 'anyOf', 'oneOf', 'enum', 'const', '$ref']

function isObjectType(type: unknown): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object'))
}

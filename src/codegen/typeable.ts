import { type Node, rewrite, selfContained } from '../contract/walk.ts'

/**
 * Rewords schemas where the type generator would say something else than they do. Only types are made from this: it
 * leaves out or loosens what TypeScript has no words for, and extensions whose references the generator would follow.
 */
export function typeable<Root extends object>(document: Root): Root {
  return rewrite(selfContained(document), (node) => steps.reduce((changed, step) => step(changed), node))
}

const steps: readonly ((node: Node) => Node)[] = [uniteAsOneOf, gatherRequired, openObject, ownExamples]

/** Beside other keywords `anyOf` would widen the type to any of all; `oneOf` narrows it, and is the same type otherwise. */
function uniteAsOneOf(node: Node): Node {
  const { anyOf, allOf = [], ...rest } = node
  if (!Array.isArray(anyOf)) return node
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

/** The generator would fetch examples that stand elsewhere, and give up where it cannot. */
function ownExamples(node: Node): Node {
  const { examples } = node
  if (typeof examples !== 'object' || examples === null || Array.isArray(examples)) return node
  const own = Object.entries(examples).filter(([, example]) => !('externalValue' in Object(example)))
  return { ...node, examples: Object.fromEntries(own) }
}

const composed = ['allOf', 'anyOf', 'oneOf', 'enum', 'const', '$ref']

function isObjectType(type: unknown): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object'))
}

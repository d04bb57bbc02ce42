import { resolve } from './contract.ts'
import type { ContractDocument, Schema } from './document.ts'
import { type Shape, shapeOf } from './schema-shape.ts'
import { isOpaque, type MapOfNames, mapAt } from './walk.ts'

/** The schemas of a document as replies have them. */
interface ReplySchemas {
  /** A part of the document as replies have it. Where that differs by place, it refers to `#/replies/N`. */
  of<Part>(part: Part): Part
  /** What those references lead to; `of` adds to it. */
  readonly replies: readonly unknown[]
}

type IsWriteOnly = (name: unknown) => boolean

/**
 * Makes schemas those of replies: a member that is `writeOnly` is required of requests alone (OpenAPI 3.0.4, 4.7.24.2), be
 * it required where it is described or where schemas are put together.
 */
export function replySchemas(document: ContractDocument): ReplySchemas {
  if (!JSON.stringify(document).includes('"writeOnly":true')) return { of: (part) => part, replies: [] }
  const replies: unknown[] = []
  const known = new Map<string, object>()
  const relaxed = (node: unknown, map: MapOfNames, around: readonly IsWriteOnly[]): unknown => {
    if (Array.isArray(node)) return node.map((item) => relaxed(item, '', around))
    if (typeof node !== 'object' || node === null) return node
    const names = map === '' && around.length > 0 ? namesToRelax(document, node, around) : []
    if (names.length > 0) return reference(node as Schema, names)
    const isPut = map === '' && ['required', ...parts].some((key) => key in node)
    const tests = isPut ? [...around, writeOnlyIn(shapeOf(document, node))] : []
    const members = Object.entries(node).map(([key, value]) => {
      if (isOpaque(key, map)) return [key, value]
      if (map === '' && key === 'required' && Array.isArray(value)) return [key, value.filter(isRequiredBy(tests))]
      return [key, relaxed(value, mapAt(key, map), map === '' && parts.includes(key) ? tests : [])]
    })
    return Object.fromEntries(members)
  }
  // Written once for all places where the same names are relaxed: copies would double with every level.
  const reference = (node: Schema, names: readonly string[]): object => {
    const key = JSON.stringify([node.$ref, names])
    const made = known.get(key)
    if (made) return made
    const at = replies.push(undefined) - 1
    const own = { $ref: `#/replies/${at}` }
    known.set(key, own)
    replies[at] = relaxed(resolve<Schema>(document, node), '', [(name) => names.includes(String(name))])
    return own
  }
  return { of: <Part>(part: Part) => relaxed(part, '', []) as Part, replies }
}

const parts = ['allOf', 'anyOf', 'oneOf']

/** The members that a reference asks for, and that only the schemas around it say are `writeOnly`. */
function namesToRelax(document: ContractDocument, node: object, around: readonly IsWriteOnly[]): readonly string[] {
  if (!('$ref' in node) || Object.keys(node).length > 1) return []
  const shape = shapeOf(document, node)
  const isOwn = writeOnlyIn(shape)
  const names = [...shape.required].filter((name) => !isOwn(name) && !isRequiredBy(around)(name))
  return names.map(String).sort()
}

function writeOnlyIn({ names, member }: Shape): IsWriteOnly {
  return (name) => names.has(String(name)) && member(String(name))?.isWriteOnly === true
}

function isRequiredBy(around: readonly IsWriteOnly[]): (name: unknown) => boolean {
  return (name) => !around.some((isWriteOnly) => isWriteOnly(name))
}

import { resolve } from './contract.ts'
import type { ContractDocument, Schema } from './document.ts'
import { type Shape, shapeOf } from './schema-shape.ts'
import { isOpaque, type MapOfNames, mapAt } from './walk.ts'

/**
 * Makes schemas those of replies: a member that is `writeOnly` is required of requests alone (OpenAPI 3.0.4, 4.7.24.2), be
 * it required where it is described or where schemas are put together.
 */
export function replySchemas(document: ContractDocument): <Part>(part: Part) => Part {
  if (!JSON.stringify(document).includes('"writeOnly":true')) return (part) => part
  const relaxed = (node: unknown, map: MapOfNames, around: readonly Shape[], seen: readonly unknown[]): unknown => {
    if (Array.isArray(node)) return node.map((item) => relaxed(item, '', around, seen))
    if (typeof node !== 'object' || node === null) return node
    const part = map === '' && around.length > 0 && !seen.includes(node) ? inPlace(document, node, around) : undefined
    if (part) return relaxed(part, '', around, [...seen, node])
    const isPut = map === '' && ['required', ...parts].some((key) => key in node)
    const shapes = isPut ? [...around, shapeOf(document, node)] : []
    const members = Object.entries(node).map(([key, value]) => {
      if (isOpaque(key, map)) return [key, value]
      if (map === '' && key === 'required' && Array.isArray(value)) return [key, value.filter(isRequiredBy(shapes))]
      return [key, relaxed(value, mapAt(key, map), map === '' && parts.includes(key) ? shapes : [], seen)]
    })
    return Object.fromEntries(members)
  }
  return <Part>(part: Part) => relaxed(part, '', [], []) as Part
}

const parts = ['allOf', 'anyOf', 'oneOf']

/** What a reference leads to, if that asks for a member that only the schemas around it say is `writeOnly`. */
function inPlace(document: ContractDocument, node: object, around: readonly Shape[]): Schema | undefined {
  if (!('$ref' in node) || Object.keys(node).length > 1) return undefined
  const shape = shapeOf(document, node)
  const isRelaxed = (name: unknown) => isRequiredBy([shape])(name) && !isRequiredBy(around)(name)
  return [...shape.required].some(isRelaxed) ? resolve<Schema>(document, node as Schema) : undefined
}

function isRequiredBy(shapes: readonly Shape[]): (name: unknown) => boolean {
  return (name) => !shapes.some(({ names, member }) => names.has(String(name)) && member(String(name))?.isWriteOnly)
}

import type { ContractDocument } from './document.ts'
import { type Shape, shapeOf } from './schema-shape.ts'
import { isOpaque, type MapOfNames, mapAt } from './walk.ts'

/**
 * Makes schemas those of replies: a member that is `writeOnly` is required of requests alone (OpenAPI 3.0.4, 4.7.24.2), be
 * it required where it is described or where schemas are put together.
 */
export function replySchemas(document: ContractDocument): <Part>(part: Part) => Part {
  if (!JSON.stringify(document).includes('"writeOnly":true')) return (part) => part
  const relaxed = (node: unknown, map: MapOfNames, around: readonly Shape[]): unknown => {
    if (Array.isArray(node)) return node.map((item) => relaxed(item, '', around))
    if (typeof node !== 'object' || node === null) return node
    const shapes =
      map === '' && ['required', ...parts].some((key) => key in node) ? [...around, shapeOf(document, node)] : []
    const members = Object.entries(node).map(([key, value]) => {
      if (isOpaque(key, map)) return [key, value]
      if (map === '' && key === 'required' && Array.isArray(value)) return [key, value.filter(isRequired(shapes))]
      return [key, relaxed(value, mapAt(key, map), map === '' && parts.includes(key) ? shapes : [])]
    })
    return Object.fromEntries(members)
  }
  return <Part>(part: Part) => relaxed(part, '', []) as Part
}

const parts = ['allOf', 'anyOf', 'oneOf']

function isRequired(shapes: readonly Shape[]): (name: unknown) => boolean {
  return (name) => !shapes.some(({ names, member }) => names.has(String(name)) && member(String(name))?.isWriteOnly)
}

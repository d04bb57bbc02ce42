import type { MediaType } from '../contract/document.ts'
import { kindOf } from '../contract/media-type.ts'
import type { Shape } from '../contract/schema-shape.ts'
import { type NameTree, newTree, placeIn } from './name-tree.ts'
import { pathFault, type Wrong, wrong } from './parsed-body.ts'

/** A field of a form as it was sent. */
export interface Field {
  readonly name: string
  /** The text of a form field, or the bytes of a part. */
  readonly value: string | Buffer
  /** The name of the file that it says it is. */
  readonly fileName?: string | undefined
  readonly contentType?: string
}

/** Fields by the names that lead to them. */
export type FieldTree = NameTree<Field>

export type Encodings = NonNullable<MediaType['encoding']>
export type Encoding = Encodings[string]

/** As many names, unless the contract has more. */
const mostFields = 32

/** The fields of a form by the names that lead to them, or what is wrong with their names. */
export function fieldTree(fields: readonly Field[], shape: Shape, encodings: Encodings): FieldTree | Wrong {
  const root = newTree<Field>()
  for (const field of fields) {
    const keys = keysOf(field.name, shape, encodings)
    const fault = pathFault(keys)
    if (fault) return fault
    placeIn(root, keys).sent.push(field)
  }
  const most = Math.max(mostFields, shape.names.size)
  return root.members.size > most ? wrong(`has more than ${most} fields`, 'maxProperties') : root
}

/** In the style `deepObject` names are in brackets; the members of a spread object stand for themselves. */
function keysOf(name: string, shape: Shape, encodings: Encodings): readonly string[] {
  if (shape.names.has(name)) return [name]
  const open = name.indexOf('[')
  const outer = name.slice(0, Math.max(0, open))
  if (styleOf(encodings, outer) === 'deepObject' && name.endsWith(']'))
    return [outer, ...name.slice(open + 1, -1).split('][')]
  const spread = Object.keys(encodings).find((own) => {
    const { style, explode = style === 'form' } = encodings[own] ?? {}
    return explode && style !== 'deepObject' && shape.member(own)?.names.has(name)
  })
  return spread === undefined ? [name] : [spread, name]
}

function styleOf(encodings: Encodings, name: string): string | undefined {
  return Object.hasOwn(encodings, name) ? encodings[name]?.style : undefined
}

/** Whether a value is written as JSON, as objects are unless a style is given (OpenAPI 3.1.1, 4.8.15.1). */
export function isWrittenAsJson(shape: Shape | undefined, { contentType, style, explode }: Encoding = {}): boolean {
  if (style !== undefined || explode !== undefined) return false
  if (contentType !== undefined) return contentType.split(',').some((type) => kindOf(type) === 'json')
  return shape?.types.has('object') === true
}

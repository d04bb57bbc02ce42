import { isObject, type Place, type Places } from './places.ts'

/** The document that overlays change, in place. */
export interface Target {
  readonly root: object
  readonly places: Places
  /** Where a part of the document stands. */
  readonly placeOf: (path: readonly string[]) => Place
  /** How many values were added by all overlays. */
  added: number
}

/** Copies of copies would grow without end. */
export const mostAdded = 250_000

/** The part of a document that a path leads to. */
export function valueAt(root: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (isObject(node) ? (node as Readonly<Record<string, unknown>>)[key] : undefined),
    root,
  )
}

import { type Target, valueAt } from './target.ts'

/** An object or a list, and what is to be removed from it. */
interface Owner {
  readonly path: readonly string[]
  readonly keys: Set<string>
}

/** Removes parts of a document from the objects and lists that have them. */
export function removeAll(paths: readonly (readonly string[])[], target: Target): void {
  const owners = new Map<unknown, Owner>()
  for (const path of paths) {
    const owner = valueAt(target.root, path.slice(0, -1))
    const { keys } = owners.get(owner) ?? { keys: new Set<string>() }
    owners.set(owner, { path: path.slice(0, -1), keys: keys.add(path.at(-1) ?? '') })
  }
  for (const [owner, { path, keys }] of owners) {
    if (Array.isArray(owner)) removeItems(owner, path, keys, target)
    else for (const key of keys) delete (owner as Record<string, unknown>)[key]
  }
}

/** What follows a removed item moves up, and stays where it is in its file. */
function removeItems(
  list: unknown[],
  path: readonly string[],
  keys: ReadonlySet<string>,
  { places, placeOf }: Target,
): void {
  const all = list.map((item, index) => ({ item, index: String(index), place: placeOf([...path, String(index)]) }))
  const kept = all.filter(({ index }) => !keys.has(index))
  list.splice(0, list.length, ...kept.map(({ item }) => item))
  for (const [index, { place }] of kept.entries()) places.setMember(list, String(index), place)
}

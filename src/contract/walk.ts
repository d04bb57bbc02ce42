/** An object somewhere in a document. */
export type Node = Readonly<Record<string, unknown>>

/** Keywords whose members carry names that the author chose, none of which is a keyword itself. */
const mapsOfNames: ReadonlySet<string> = new Set([
  ...['schemas', 'responses', 'parameters', 'requestBodies', 'headers', 'securitySchemes', 'links', 'callbacks'],
  ...['pathItems', 'paths', 'webhooks', 'x-webhooks', 'content', 'encoding', 'variables'],
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'],
])

/** Keywords that hold data of the API, not parts of its description. */
const data: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'const', 'enum'])

/** The keyword whose names the members of a node are; `''` where the members are keywords themselves. */
export type MapOfNames = string

/** What an object of a description becomes; `keyword` is the one that it is a value of, `original` what stood there before. */
type Replace = (node: Node, keyword: string, original: object) => Node

/**
 * Rebuilds a document from the leaves up, each object of the description replaced by what `replace` makes of it. Data and
 * extensions become what `keep` makes of them, whole: whatever looks like a keyword in there is somebody's value. They are
 * left out where `keep` returns undefined. Parts in which nothing changes are the same objects as before.
 */
export function rewrite<Root extends object>(
  root: Root,
  replace: Replace,
  keep: (value: unknown, key: string) => unknown = (value) => value,
): Root {
  const visit = (node: unknown, map: MapOfNames, keyword: string): unknown => {
    if (typeof node !== 'object' || node === null) return node
    if (Array.isArray(node)) return mapItems(node, (item) => visit(item, '', keyword))
    const rebuilt = mapMembers(node as Node, (value, key) =>
      isOpaque(key, map) ? keep(value, key) : visit(value, mapAt(key, map), map === '' ? key : keyword),
    )
    return map === '' ? replace(rebuilt, keyword, node) : rebuilt
  }
  return visit(root, '', '') as Root
}

/** The same list where no item changes. */
function mapItems(items: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  for (const [index, item] of items.entries()) {
    const changed = change(item)
    if (changed !== item) return [...items.slice(0, index), changed, ...items.slice(index + 1).map(change)]
  }
  return items
}

/** The same object where no member changes; a member that becomes undefined is left out. */
export function mapMembers(node: Node, change: (value: unknown, key: string) => unknown): Node {
  const keys = Object.keys(node)
  for (const [index, key] of keys.entries()) {
    const changed = change(node[key], key)
    if (changed === node[key]) continue
    const before = keys.slice(0, index).map((name) => [name, node[name]] as const)
    const after = keys.slice(index + 1).map((name) => [name, change(node[name], name)] as const)
    const members = [...before, [key, changed] as const, ...after]
    return Object.fromEntries(members.filter(([, value]) => value !== undefined))
  }
  return node
}

/** Looks at each object of a description, from the root down; `keyword` is the one that it is a value of. */
export function eachNode(root: object, look: (node: Node, keyword: string) => void): void {
  const visit = (node: unknown, map: MapOfNames, keyword: string): void => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) {
      for (const item of node) visit(item, '', keyword)
      return
    }
    if (map === '') look(node as Node, keyword)
    for (const key of Object.keys(node))
      if (!isOpaque(key, map)) visit((node as Node)[key], mapAt(key, map), map === '' ? key : keyword)
  }
  visit(root, '', '')
}

/**
 * A document for programs that follow every reference: without extensions that hold a `$ref`, which is only a value there,
 * and sure not to lead out of itself. Throws a TypeError where it would.
 */
export function selfContained<Root extends object>(root: Root): Root {
  const keep = (value: unknown, key: string) => (isExtension(key) && holdsReference(value) ? undefined : value)
  return rewrite(root, refuseOuterReference, keep)
}

function holdsReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.hasOwn(value, '$ref') || Object.values(value).some(holdsReference)
}

function refuseOuterReference(node: Node): Node {
  if (typeof node.$ref === 'string' && !node.$ref.startsWith('#'))
    throw new TypeError(`The reference "${node.$ref}" leads out of the contract`)
  return node
}

/** Whether a member of a node is data or an extension. */
export function isOpaque(key: string, map: MapOfNames): boolean {
  if (map !== '') return map === 'paths' && isExtension(key)
  return data.has(key) || isExtension(key)
}

/** Whose names the members of a member are. */
export function mapAt(key: string, map: MapOfNames): MapOfNames {
  return map === '' && mapsOfNames.has(key) ? key : ''
}

/** `x-webhooks` is how OpenAPI 3.0 has webhooks, and no program takes it for anything else. */
export function isExtension(key: string): boolean {
  return key.startsWith('x-') && key !== 'x-webhooks'
}

/** Whether a pointer leads into data or an extension. */
export function isInData(pointer: readonly string[]): boolean {
  let map: MapOfNames = ''
  return pointer.some((part) => {
    const isData = isOpaque(part, map) || (map === '' && part.startsWith('x-'))
    map = mapAt(part, map)
    return isData
  })
}

/** An object somewhere in a document. */
export type Node = Readonly<Record<string, unknown>>

/** Keywords whose members carry names that the author chose, none of which is a keyword itself. */
const mapsOfNames: ReadonlySet<string> = new Set([
  ...['schemas', 'responses', 'parameters', 'requestBodies', 'headers', 'securitySchemes', 'links', 'callbacks'],
  ...['pathItems', 'paths', 'webhooks', 'content', 'encoding', 'variables'],
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'],
])

/** Keywords that hold data of the API, not parts of its description. */
const data: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'const', 'enum'])

/**
 * Rebuilds a document from the leaves up, each object of the description replaced by what `replace` makes of it. Data and
 * extensions are handed on as `keep` leaves them, whole: whatever looks like a keyword in there is somebody's value.
 */
export function rewrite<Root extends object>(
  root: Root,
  replace: (node: Node) => Node,
  keep: (value: unknown) => unknown = (value) => value,
): Root {
  const visit = (node: unknown, isMap: boolean): unknown => {
    if (Array.isArray(node)) return node.map((item) => visit(item, false))
    if (typeof node !== 'object' || node === null) return node
    const members = Object.entries(node).map(([key, value]) => {
      if (!isMap && isOpaque(key)) return [key, keep(value)]
      return [key, visit(value, !isMap && mapsOfNames.has(key))]
    })
    const rebuilt: Node = Object.fromEntries(members)
    return isMap ? rebuilt : replace(rebuilt)
  }
  return visit(root, false) as Root
}

function isOpaque(keyword: string): boolean {
  return data.has(keyword) || keyword.startsWith('x-')
}

/** The keyword that says what stands at a pointer: `responses` for `/paths/~1teas/get/responses/200`. */
export function keywordAt(pointer: readonly string[]): string {
  return keywordsOf(pointer).at(-1) ?? ''
}

/** Whether a pointer leads into data or an extension. */
export function isInData(pointer: readonly string[]): boolean {
  return keywordsOf(pointer).some(isOpaque)
}

/** The parts of a pointer that are not names. */
function keywordsOf(pointer: readonly string[]): string[] {
  let isMap = false
  return pointer.filter((part) => {
    const isKeyword = !isMap
    isMap = isKeyword && mapsOfNames.has(part)
    return isKeyword
  })
}

type Node = Readonly<Record<string, unknown>>

/** Calls back for every member of a schema and every parameter that a document names, with its schema or the reference to it. */
export function visitMembers(node: unknown, named: (name: string, schema: Node) => void): void {
  if (typeof node !== 'object' || node === null) return
  const { properties, name, in: where, schema } = node as Node
  if (isNode(properties)) for (const [own, member] of Object.entries(properties)) named(own, member as Node)
  if (typeof name === 'string' && typeof where === 'string' && isNode(schema)) named(name, { ...schema, ...node })
  for (const child of Object.values(node)) visitMembers(child, named)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every name of a member or a parameter that a document names. */
export function memberNames(document: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  visitMembers(document, (name) => names.add(name))
  return names
}

import type { UserContext } from '@redocly/openapi-core'

type Node = Readonly<Record<string, unknown>>

/** Every named member of a schema, at any depth; a schema within itself is entered once. */
export function membersOf(schema: unknown, context: UserContext, seen = new Set<unknown>()): [string, Node][] {
  const { node } = context.resolve<Node>(schema as Node)
  if (typeof node !== 'object' || node === null || seen.has(node)) return []
  seen.add(node)
  const own = Object.entries((node.properties ?? {}) as Readonly<Record<string, Node>>)
  const inner = [...own.map(([, member]) => member), node.items, ...[node.oneOf, node.anyOf, node.allOf].flat()]
  return [
    ...own.map(([name, member]): [string, Node] => [name, context.resolve<Node>(member).node ?? member]),
    ...inner.filter((part) => part !== undefined).flatMap((part) => membersOf(part, context, seen)),
  ]
}

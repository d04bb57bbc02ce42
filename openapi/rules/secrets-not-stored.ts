import type { Oas3Rule, UserContext } from '@redocly/openapi-core'

type Node = Readonly<Record<string, unknown>>

/** A name that a credential would have; whoever means something else by it says `x-secret: false`. */
const secretName = /^(key|jwt|otp)$|token$|secret$|^refresh$|^(live|test)$/i

/**
 * An answer with a credential in it must not be stored (RFC 6749, 5.1). Which members of an answer are credentials is
 * said by `x-secret`, and has to be said wherever a name sounds like one.
 */
export const secretsNotStored: Oas3Rule = () => ({
  Response(response, context) {
    const schemas = Object.values(response.content ?? {}).map((media) => (media as { schema?: unknown }).schema)
    const members = schemas.flatMap((schema) => membersOf(schema, context))
    for (const [name, member] of members) {
      if (secretName.test(name) && member['x-secret'] === undefined && isText(member)) {
        context.report({
          message: `"${name}" sounds like a credential: mark it \`x-secret: true\` or \`x-secret: false\``,
        })
      }
    }
    const carriesSecret =
      members.some(([, member]) => member['x-secret'] === true) || 'Set-Cookie' in (response.headers ?? {})
    if (carriesSecret && !forbidsStoring(response.headers ?? {}, context)) {
      context.report({ message: 'An answer with a credential needs a required `Cache-Control: no-store`' })
    }
  },
})

function isText({ type }: Node): boolean {
  return type === undefined || [type].flat().includes('string')
}

function forbidsStoring(headers: Node, { resolve }: UserContext): boolean {
  const header = resolve<Node>(headers['Cache-Control'] as Node).node
  return header?.required === true && (header.schema as Node | undefined)?.const === 'no-store'
}

/** Every named member of a schema, at any depth; a schema within itself is entered once. */
function membersOf(schema: unknown, context: UserContext, seen = new Set<unknown>()): [string, Node][] {
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

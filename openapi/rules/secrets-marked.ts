import type { Oas3Rule, UserContext } from '@redocly/openapi-core'
import { membersOf } from './members.ts'

type Node = Readonly<Record<string, unknown>>

/** A name that a secret of a request would have; whoever means something else by it says `x-secret: false`. */
const secretName = /^(key|jwt|otp|code|state)$|password$|token$|secret$|^refresh$/i

/**
 * What a client sends and nobody else may see is said to be so, since whatever shows a request hides by these marks:
 * `format: password`, `writeOnly`, or `x-secret`.
 */
export const secretsMarked: Oas3Rule = () => ({
  RequestBody(body, context) {
    const schemas = Object.values(body.content ?? {}).map((media) => (media as { schema?: unknown }).schema)
    for (const [name, member] of schemas.flatMap((schema) => membersOf(schema, context))) check(name, member, context)
  },
  Parameter(parameter, context) {
    const { node } = context.resolve<Node>(parameter.schema as Node)
    check(parameter.name, { ...node, ...parameter }, context)
  },
})

function check(name: string, node: Node, { report }: UserContext): void {
  const isMarked = typeof node['x-secret'] === 'boolean' || node.format === 'password' || node.writeOnly === true
  if (secretName.test(name) && !isMarked) {
    report({ message: `"${name}" sounds like a secret: mark it \`x-secret: true\` or \`x-secret: false\`` })
  }
}

import type { Oas3Rule, UserContext } from '@redocly/openapi-core'
import { membersOf } from './members.ts'

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
  const { const: only, pattern } = (header?.schema ?? {}) as { readonly const?: unknown; readonly pattern?: string }
  return header?.required === true && (only === 'no-store' || isForNoStore(pattern))
}

/** Whether a pattern asks for the directive, alone or among others, in any letter case (RFC 9111, 5.2). */
function isForNoStore(pattern: string | undefined): boolean {
  if (pattern === undefined) return false
  const takes = new RegExp(pattern)
  return takes.test('No-Store') && takes.test('private, no-store') && !takes.test('no-cache')
}

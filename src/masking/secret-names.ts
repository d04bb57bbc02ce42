import type { Contract } from '../contract/contract.ts'
import { visitMembers } from '../contract/members.ts'
import { secretNamesOfWays } from './way-secrets.ts'

/** Whether a member, field, parameter, header or cookie of that name holds a secret. */
export type SecretNames = (name: string) => boolean

type Node = Readonly<Record<string, unknown>>

/** A name that a credential would have, whatever a contract says of it, and nothing else has. */
const soundsSecret =
  /passw(?:or)?d|passphrase|(?:token|secret|otp|refresh|code|key|jwt|credentials?|session|session_?id|cookie|authorization|verifier|nonce|state|assertion|ticket|pin)s?$/i

/**
 * The names that a contract marks as secret, those of credentials in its security schemes and ways, and those that sound like
 * it unless the contract says otherwise.
 */
export function secretNamesOf(contract: Contract): SecretNames {
  const { document, securitySchemes } = contract
  const marked = new Map<string, boolean>()
  collect(document, marked)
  for (const name of secretNamesOfWays(contract).map((each) => each.toLowerCase()))
    marked.set(name, marked.get(name) ?? true)
  for (const { name } of Object.values(securitySchemes)) if (name !== undefined) marked.set(name.toLowerCase(), true)
  return (name) =>
    marked.get(name.toLowerCase()) ?? segmentsOf(name).some((part) => marked.get(part) ?? soundsSecret.test(part))
}

/** `user[password]` and `user.password` are secret by any of their segments. */
function segmentsOf(name: string): string[] {
  return name.toLowerCase().split(/[.[\]]+/)
}

/** Marks stand at members of schemas and at parameters; a reference is followed by looking at what it leads to. */
function collect(root: unknown, marked: Map<string, boolean>): void {
  const document = root as Node
  visitMembers(document, (name, schema) => {
    const mark = markOf(followed(document, schema))
    // A name that is secret in one place is shown in none.
    if (mark !== undefined) marked.set(name.toLowerCase(), mark || marked.get(name.toLowerCase()) === true)
  })
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function markOf(schema: Node): boolean | undefined {
  if (typeof schema['x-secret'] === 'boolean') return schema['x-secret']
  return schema.format === 'password' || schema.writeOnly === true ? true : undefined
}

function followed(document: Node, schema: Node): Node {
  if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#/')) return schema
  const names = schema.$ref.slice(2).split('/')
  const found = names.reduce<unknown>((node, name) => (isNode(node) ? node[name] : undefined), document)
  return isNode(found) && found !== schema ? followed(document, found) : schema
}

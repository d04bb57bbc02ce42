import type { Schema } from '../contract/document.ts'
import { hasMember, isObject, memberOf } from './evaluate.ts'
import { type ResponsePart, readResponseExpression } from './expressions.ts'

/** A value and its place: an expression such as `$response.body#/token`, or what one was read as. */
export interface Placed {
  readonly at: string | ResponsePart
  readonly value: unknown
  /** The type of the place, where it is known already. */
  readonly type?: unknown
}

/** The schema of a member of an answer, by the names that lead to it. */
export type SchemaAt = (members: readonly string[]) => Schema | undefined

/**
 * A copy of an example in which values stand where their expressions lead; objects on the way are made. A number stays a
 * number and a text a text, as the schema says or else the example. What goes into headers and cookies is left out, and so
 * is what has no value. Takes time linear in the number of names and the members of the objects that they lead through.
 */
export function place(example: unknown, values: readonly Placed[], schemaAt: SchemaAt = () => undefined): unknown {
  const root: Container = { body: example }
  const copies = new Set<Container>([root])
  for (const { at, value, type } of values) {
    const part = typeof at === 'string' ? readResponseExpression(at) : at
    if (part?.in !== 'body' || value === undefined) continue
    const [last = '', ...before] = ['body', ...part.members].reverse()
    const parent = before.reverse().reduce((node: Container, name) => ownMember(node, name, copies), root)
    define(parent, last, inTypeOf(value, type ?? schemaAt(part.members)?.type ?? typeof memberOf(parent, last)))
  }
  return root.body
}

type Container = Record<string, unknown> | unknown[]

/** The object within a node, copied once so that it can be written to. */
function ownMember(node: Container, name: string, copies: Set<Container>): Container {
  const there = memberOf(node, name)
  if (isObject(there) && copies.has(there as Container)) return there as Container
  const copy: Container = Array.isArray(there) ? [...there] : isObject(there) ? { ...there } : {}
  copies.add(copy)
  define(node, name, copy)
  return copy
}

/** An own property, whatever its name; an assignment to `__proto__` would be none. What is no item of a list is added to it. */
function define(node: Container, name: string, value: unknown): void {
  if (!Array.isArray(node))
    Object.defineProperty(node, name, { value, ...{ enumerable: true, writable: true, configurable: true } })
  else if (hasMember(node, name)) node[Number(name)] = value
  else node.push(value)
}

function inTypeOf(value: unknown, type: unknown): unknown {
  const types: readonly unknown[] = [type].flat()
  if (types.includes(typeof value)) return value
  if (typeof value === 'number')
    return types.includes('integer') ? Math.trunc(value) : types.includes('string') ? String(value) : value
  const isNumber = types.includes('number') || types.includes('integer')
  return isNumber && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

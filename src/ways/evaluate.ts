import { expressionsIn, readExpression, readResponseExpression } from './expressions.ts'
import type { Value, WayBody } from './way.ts'

export type Values = Readonly<Record<string, Value | undefined>>

/** What expressions may refer to. */
export interface Known {
  readonly inputs: Values
  readonly outputs: Values
}

/** The values that are known, each in the place of its expression; a body may have objects as members. */
export function evaluate(values: Values, known: Known): Record<string, Value>
export function evaluate(values: WayBody, known: Known): WayBody
export function evaluate(values: WayBody | Values, known: Known): WayBody {
  const found = Object.entries(values).map(([name, value]) => [
    name,
    isObject(value) ? evaluate(value, known) : resolveValue(value, known),
  ])
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

export function resolveValue(value: Value | undefined, known: Known): Value | undefined {
  if (typeof value !== 'string' || !value.startsWith('$')) return value
  const { place, name = '' } = readExpression(value) ?? {}
  return place && Object.hasOwn(known[place], name) ? known[place][name] : undefined
}

/** Whether a call can be made with what is known: every output it sends is there. */
export function isComplete(
  { params, body }: { readonly params?: unknown; readonly body?: unknown },
  known: Known,
): boolean {
  return expressionsIn([params, body]).every(
    (text) => !text.startsWith('$outputs.') || resolveValue(text, known) !== undefined,
  )
}

/** An answer, as far as outputs are read of it. */
export interface AnswerParts {
  readonly body: unknown
  readonly headers: Headers
}

/** What an output's expression leads to in an answer. */
export function readOutput(expression: string, { body, headers }: AnswerParts): unknown {
  const part = readResponseExpression(expression)
  if (part?.in === 'body') return part.members.reduce<unknown>(memberOf, body)
  if (part?.in === 'cookie') return cookieIn(headers, part.name)
  return (part && headers.get(part.name)) ?? undefined
}

/** The cookie that an answer sets, where cookies can be read at all: not in a browser. */
export function cookieIn(headers: Headers, name: string): string | undefined {
  const set = headers.getSetCookie().find((line) => line.startsWith(`${name}=`))
  return set?.slice(name.length + 1).split(';')[0]
}

/** The value of a name that is a member of an object or an item of a list; nothing that either inherits. */
export function memberOf(node: unknown, name: string): unknown {
  return hasMember(node, name) ? (node as Readonly<Record<string, unknown>>)[name] : undefined
}

export function hasMember(node: unknown, name: string): boolean {
  return isObject(node) && Object.prototype.propertyIsEnumerable.call(node, name)
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

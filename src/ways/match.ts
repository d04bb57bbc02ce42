import { memberOf, type Values } from './evaluate.ts'
import { readExpression } from './expressions.ts'
import type { Value, WayBody, WayCall } from './way.ts'

/** What a request sent to an operation. */
export interface Sent {
  /** By name, wherever they stand. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly body: unknown
  /** The credentials that came along, by security scheme. */
  readonly credentials?: Readonly<Record<string, string>>
}

/** A request read as a call of a way. */
export interface Match {
  readonly inputs: Values
  readonly outputs: Values
  /** How many constants of the call the request repeats. */
  readonly constants: number
}

/**
 * Reads a call backward: which inputs and outputs a request sent. What is missing or empty stays unbound. Undefined if the
 * request is another call: a constant differs, or one input has two values. Constants are compared as text, which parameters
 * and fields of forms may be.
 */
export function match(call: WayCall, { parameters, body, credentials = {} }: Sent): Match | undefined {
  const pairs = [
    ...pairsOf(call.parameters ?? {}, parameters),
    ...pairsOf(call.requestBody ?? {}, body),
    ...pairsOf(call.credentials ?? {}, credentials),
  ]
  const bound = { inputs: new Map<string, Value>(), outputs: new Map<string, Value>() }
  let constants = 0
  for (const { declared, sent } of pairs) {
    const { place, name = '' } = readExpression(declared) ?? {}
    if (place) {
      if (!isScalar(sent) || sent === '') continue
      if ((bound[place].get(name) ?? sent) !== sent) return undefined
      bound[place].set(name, sent)
    } else if (!isScalar(sent) || String(sent) !== String(declared)) return undefined
    else constants++
  }
  return { inputs: Object.fromEntries(bound.inputs), outputs: Object.fromEntries(bound.outputs), constants }
}

interface Pair {
  readonly declared: Value
  readonly sent: unknown
}

/** Each value of a call beside what stands in its place. */
function pairsOf(declared: WayBody, sent: unknown): Pair[] {
  return Object.entries(declared).flatMap(([name, value]) => {
    const own = memberOf(sent, name)
    return typeof value === 'object' ? pairsOf(value, own) : [{ declared: value, sent: own }]
  })
}

function isScalar(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

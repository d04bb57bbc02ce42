import type { Operation } from './operations.ts'

/** A constant, or an expression: `$inputs.name`, `$outputs.name`. */
export type Value = string | number | boolean

export type Values = Readonly<Record<string, Value | undefined>>

/** What whoever logs in brings: a value, or a function that is asked each time. Without one there is no login. */
export type Input<T extends Value> = T | (() => T | undefined | Promise<T | undefined>)

/**
 * How an operation refuses, by status, range (`4XX`) or `default`: the members that its body always has. Empty where the
 * contract requires none, null where it documents no JSON body.
 */
export type Refusals = Readonly<Record<string, readonly string[] | null>>

export interface CallRow {
  readonly operation: string
  readonly params: { readonly [Place in 'query' | 'path' | 'header' | 'cookie']?: Values }
  readonly body?: Values
  readonly credentials?: Readonly<Record<string, string>>
  readonly refusals?: Refusals
}

/** One way to authenticate, as the generated table has it. */
export interface WayRow {
  readonly scheme: string
  /** The inputs that there is no login without. */
  readonly required: readonly string[]
  /** The inputs that tell whose credential it is. */
  readonly identity?: readonly string[]
  readonly obtain?: CallRow
  readonly redirect?: CallRow
  readonly renew?: CallRow
  readonly end?: CallRow
  readonly outputs: Readonly<Record<string, string>>
  readonly expires?: { readonly at?: string; readonly in?: string; readonly jwt?: string }
  readonly send?: string | { readonly username: string; readonly password: string }
}

export type WayTable = Readonly<Record<string, WayRow>>

/** What expressions may refer to. */
export interface Known {
  readonly inputs: Values
  readonly outputs: Values
}

/** The values that are known, each in the place of its expression. */
export function evaluate(values: Values, known: Known): Record<string, Value> {
  const found = Object.entries(values).map(([name, value]) => [name, resolveValue(value, known)] as const)
  return Object.fromEntries(found.filter((entry): entry is readonly [string, Value] => entry[1] !== undefined))
}

export function resolveValue(expression: Value | undefined, { inputs, outputs }: Known): Value | undefined {
  if (typeof expression !== 'string' || !expression.startsWith('$')) return expression
  const [place, name = ''] = expression.slice(1).split('.')
  return (place === 'inputs' ? inputs : outputs)[name]
}

/** Whether a call can be made with what is known: every output it sends is there. */
export function isComplete({ params, body = {} }: CallRow, known: Known): boolean {
  const values = Object.values({ ...body, ...Object.assign({}, ...Object.values(params)) } as Values)
  return values.every((value) => !String(value).startsWith('$outputs.') || resolveValue(value, known) !== undefined)
}

/** Asks for the inputs that a call, or what travels, names; nobody is asked for a password that is not sent. */
export async function askFor(inputs: Readonly<Record<string, unknown>>, what: unknown): Promise<Values> {
  const text = JSON.stringify(what ?? '')
  const asked = Object.entries(inputs)
    .filter(([name]) => text.includes(`"$inputs.${name}"`))
    .map(async ([name, input]) => [name, await (typeof input === 'function' ? input() : input)] as const)
  return Object.fromEntries(await Promise.all(asked)) as Values
}

/** What a JSON Pointer (RFC 6901) in `$response.body#/…` leads to in an answer. */
export function pick(expression: string, body: unknown): unknown {
  const names = expression.slice(expression.indexOf('#') + 2).split('/')
  return names
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, name) => (isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined), body)
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The contract as a client needs it at run time. */
export interface ClientTables {
  readonly operations: Readonly<Record<string, Operation>>
  readonly securitySchemes: Readonly<Record<string, ClientScheme>>
  readonly ways: WayTable
}

/** A security scheme as the generated client holds it. */
export interface ClientScheme {
  readonly type: string
  readonly scheme?: string | undefined
  readonly in?: string | undefined
  readonly name?: string | undefined
}

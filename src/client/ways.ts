import type { Values } from '../ways/evaluate.ts'
import type { Value, WayBody } from '../ways/way.ts'
import type { Operation } from './operations.ts'

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
  readonly body?: WayBody
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

/** Asks for the inputs that a call, or what travels, names; nobody is asked for a password that is not sent. */
export async function askFor(inputs: Readonly<Record<string, unknown>>, what: unknown): Promise<Values> {
  const text = JSON.stringify(what ?? '')
  const asked = Object.entries(inputs)
    .filter(([name]) => text.includes(`"$inputs.${name}"`))
    .map(async ([name, input]) => [name, await (typeof input === 'function' ? input() : input)] as const)
  return Object.fromEntries(await Promise.all(asked)) as Values
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

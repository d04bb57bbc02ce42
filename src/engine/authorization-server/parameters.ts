import { oauthError, type Refused } from './refused.ts'

/** The parameters of a request by name; one without a value counts as left out (RFC 6749, 3.1 and 3.2). */
export type Parameters = Readonly<Record<string, string | undefined>>

/** Reads parameters that are sent once at most (RFC 6749, 3.1 and 3.2). Others than the given names are ignored. */
export function readParameters(sent: unknown, names: readonly string[]): Parameters {
  const { parameters, repeated } = sentParameters(sent, names)
  if (repeated !== undefined) throw oauthError('invalid_request', `The parameter ${repeated} appears more than once`)
  return parameters
}

/** The same for a request whose errors are told in another way. */
export function sentParameters(
  sent: unknown,
  names: readonly string[],
): { readonly parameters: Parameters; readonly repeated: string | undefined } {
  const values = new Map(Object.entries(Object(sent) as Readonly<Record<string, unknown>>))
  const known = names.map((name) => [name, values.get(name)] as const)
  const texts = known.flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value]] : []))
  return { parameters: Object.fromEntries(texts), repeated: known.find(([, value]) => Array.isArray(value))?.[0] }
}

/** A parameter that a request cannot do without. */
export function required(parameters: Parameters, name: string): string {
  const value = parameters[name]
  if (value === undefined) throw missing(name)
  return value
}

function missing(name: string): Refused {
  return oauthError('invalid_request', `The parameter ${name} is missing`)
}

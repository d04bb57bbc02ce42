import type { WayOutput } from './way.ts'

/** What an expression in a call refers to. */
interface Expression {
  readonly place: 'inputs' | 'outputs'
  readonly name: string
}

/** Reads `$inputs.name` or `$outputs.name`; undefined for a constant. */
export function readExpression(value: unknown): Expression | undefined {
  const [, place, name] = (typeof value === 'string' && /^\$(inputs|outputs)\.(\w+)$/.exec(value)) || []
  return place && name ? { place: place as Expression['place'], name } : undefined
}

/** Every text that begins with `$` in a call, or in a part of a way. */
export function expressionsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('$') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : []
}

/** A part of an answer: a member of its body by the names that lead there, a header or a cookie. */
export type ResponsePart =
  | { readonly in: 'body'; readonly members: readonly string[] }
  | { readonly in: 'header' | 'cookie'; readonly name: string }

const responseExpression = /^\$response\.(?:body(?:#(|\/.*))?|(header|cookie)\.([!#$%&'*+.^_`|~\w-]+))$/s

/** Reads `$response.body#/…` (RFC 6901), `$response.header.X` or `$response.cookie.X`; undefined for anything else. */
export function readResponseExpression(expression: string): ResponsePart | undefined {
  const found = responseExpression.exec(expression)
  if (!found) return undefined
  const [, pointer = '', place, name] = found
  if (place && name) return { in: place as 'header' | 'cookie', name }
  const members = pointer.split('/').slice(1)
  // Clients run this, and import nothing of other directories.
  return { in: 'body', members: members.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')) }
}

/** The expression of an output, whichever way it is declared. */
export function expressionOf(output: WayOutput): string {
  return typeof output === 'string' ? output : output.at
}

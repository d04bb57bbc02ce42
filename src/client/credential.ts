import { type AnswerParts, isObject, readOutput, type Values } from '../ways/evaluate.ts'
import { cookieOf } from './cookie.ts'
import type { ClientScheme, WayRow } from './ways.ts'

/** What a login got: all secret, all JSON. */
export interface HeldCredential {
  readonly way: string
  readonly outputs: Readonly<Record<string, string>>
  /** When it came, in milliseconds since 1970. */
  readonly obtained: number
  /** When it dies, as far as the API says. */
  readonly expires?: number
}

/** A value from a storage as a credential of this way; undefined if it is not one. */
export function asCredential(value: unknown, way: string): HeldCredential | undefined {
  if (!isObject(value) || value.way !== way || !isObject(value.outputs) || typeof value.obtained !== 'number') return
  return value as object as HeldCredential
}

/**
 * What an answer holds of a credential; undefined if it lacks what is sent with requests (RFC 6749, 5.1). Whatever else a
 * renewal does not repeat is as before, such as a refresh token (RFC 6749, 6).
 */
export function readCredential(
  way: string,
  row: WayRow,
  answer: AnswerParts,
  now: number,
  before: Values = {},
): HeldCredential | undefined {
  const answered = textsOf(Object.entries(row.outputs).map(([name, output]) => [name, readOutput(output, answer)]))
  const sent = typeof row.send === 'string' ? [row.send] : Object.values(row.send ?? {})
  if (sent.some((text) => text.startsWith('$outputs.') && !answered[text.slice('$outputs.'.length)])) return undefined
  const outputs = { ...textsOf(Object.entries(before)), ...answered }
  const expires = expiryIn(row, answer, now)
  return { way, outputs, obtained: now, ...(expires !== undefined && { expires }) }
}

/** The same with the cookie that came along, where cookies can be read. */
export function credentialIn(
  { way, row, scheme }: { readonly way: string; readonly row: WayRow; readonly scheme: ClientScheme },
  { data, response }: { readonly data?: unknown; readonly response: Response },
  now: number,
  before: Values = {},
): HeldCredential | undefined {
  const read = readCredential(way, row, { body: data, headers: response.headers }, now, before)
  return read && { ...read, outputs: { ...read.outputs, ...cookieOf(response, scheme) } }
}

/** Credentials are kept as text; identifiers and codes can be numbers in an answer. */
function textsOf(entries: readonly (readonly [string, unknown])[]): Record<string, string> {
  return Object.fromEntries(
    entries
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([name, value]) => [name, String(value)]),
  )
}

function expiryIn({ expires = {} }: WayRow, answer: AnswerParts, now: number): number | undefined {
  const expiry =
    (expires.at && Date.parse(String(readOutput(expires.at, answer)))) ||
    (expires.in && now + Number(readOutput(expires.in, answer)) * 1_000) ||
    (expires.jwt && expiryOf(String(readOutput(expires.jwt, answer))))
  return Number.isFinite(expiry) ? Number(expiry) : undefined
}

/** `exp` of a JWT (RFC 7519, 4.1.4), which nothing else is read of. */
function expiryOf(token: string): number {
  try {
    const [, claims = ''] = token.split('.')
    return JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))).exp * 1_000
  } catch {
    return Number.NaN
  }
}

/** The longest a credential is renewed before it dies. */
const margin = 60_000

/**
 * Whether it is time for the next one: a minute before the end, or a tenth of the life of what lives shorter. A
 * credential that is born dead tells of a wrong clock here, not of its end, so that only the API's word counts then.
 */
export function isDue({ obtained, expires }: HeldCredential, now: number): boolean {
  if (expires === undefined || expires <= obtained) return false
  return now >= expires - Math.min(margin, (expires - obtained) / 10)
}

export function isSame(one: HeldCredential | undefined, other: HeldCredential | undefined): boolean {
  return one?.obtained === other?.obtained && JSON.stringify(one?.outputs) === JSON.stringify(other?.outputs)
}

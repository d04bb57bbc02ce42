import { type FieldReader, type Parsed, readBasic, readBearer, readFormBasic } from '../auth/authorization.ts'
import { cookieValues } from '../auth/cookies.ts'
import type { SecurityScheme } from '../contract/document.ts'
import { isToken } from '../contract/http-token.ts'

/** What a request is read from. */
interface Sent {
  readonly fields: FieldReader
  /** The query with its `?`, or `''`. */
  readonly search: string
}

/** The texts that may be the credential of a scheme, as the ledger has them; the first that it knows is the one. */
export type Carrier = (sent: Sent) => Parsed<readonly string[]>

/** How the credential of a scheme is read; undefined for a scheme whose credential no request shows. */
export function carrierOf(scheme: SecurityScheme): Carrier | undefined {
  const { type } = scheme
  if (type === 'oauth2' || type === 'openIdConnect') return bearer
  if (type === 'http') return httpCarrier(scheme)
  return type === 'apiKey' ? keyCarrier(scheme) : undefined
}

function httpCarrier({ scheme = '', 'x-form-encoded': isFormEncoded }: SecurityScheme): Carrier | undefined {
  const folded = scheme.toLowerCase()
  if (folded === 'bearer') return bearer
  if (folded === 'basic') return (sent) => basic(sent, isFormEncoded ? readFormBasic : readBasic)
  return isToken(folded) ? ({ fields }) => behindScheme(fields('authorization'), folded) : undefined
}

function keyCarrier({ in: place, name = '' }: SecurityScheme): Carrier | undefined {
  if (place === 'query' && name !== '') return ({ search }) => onlyValue(new URLSearchParams(search).getAll(name))
  if (!isToken(name)) return undefined
  if (place === 'cookie') return ({ fields }) => cookieOf(cookieValues(fields, name))
  const folded = name.toLowerCase()
  const read = folded === 'authorization' ? behindPrefix : onlyValue
  return place === 'header' ? ({ fields }) => read(fields(folded)) : undefined
}

const bearer: Carrier = ({ fields }) => {
  const sent = readBearer(fields)
  return sent === 'missing' || sent === 'malformed' ? sent : [sent]
}

/** A pair as the ledger keeps it. A key may be the user name, with an empty password (as curl's `-u KEY:` sends it). */
export function basicPair(username: string, password: string): string {
  return password === '' ? username : `${username}:${password}`
}

function basic({ fields }: Sent, read: typeof readBasic): Parsed<readonly string[]> {
  const sent = read(fields)
  return sent === 'missing' || sent === 'malformed' ? sent : [basicPair(sent.username, sent.password)]
}

/** Another HTTP scheme, such as `Token …`: the text after its name (RFC 9110, 11.4). */
function behindScheme(lines: readonly string[], scheme: string): Parsed<readonly string[]> {
  const whole = onlyValue(lines)
  if (whole === 'missing' || whole === 'malformed') return whole
  const [word = '', rest] = cut(whole[0] ?? '')
  return word.toLowerCase() === scheme && rest !== undefined ? [rest] : 'malformed'
}

/** The whole field value, and the text after its first word, which may be a prefix, as in `Token token="abc"`. */
function behindPrefix(lines: readonly string[]): Parsed<readonly string[]> {
  const whole = onlyValue(lines)
  if (whole === 'missing' || whole === 'malformed') return whole
  const [, rest] = cut(whole[0] ?? '')
  const parameter = rest === undefined ? undefined : /^token=("?)([^"]+)\1$/i.exec(rest)?.[2]
  return [...whole, rest, parameter].filter((text) => text !== undefined)
}

/** `Bot abc` becomes `Bot` and `abc`. */
function cut(value: string): readonly [word: string, rest: string | undefined] {
  const at = value.indexOf(' ')
  return at < 0 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1).trim()]
}

/** A longer value was never issued. */
const longest = 8_192
const mostCookies = 8

function onlyValue([value, ...others]: readonly string[]): Parsed<readonly string[]> {
  if (value === undefined) return 'missing'
  return others.length > 0 || value.trim() === '' || value.length > longest ? 'malformed' : [value]
}

/** Browsers send the cookies of several worlds that share a host; the ledger knows the one of this world. */
function cookieOf(values: readonly string[]): Parsed<readonly string[]> {
  if (values.length === 0) return 'missing'
  const usable = values.filter((value) => value !== '' && value.length <= longest)
  return usable.length === 0 || values.length > mostCookies ? 'malformed' : usable
}

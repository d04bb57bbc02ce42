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

/** What a request carries for a scheme. */
export interface Presented {
  /** What may be the credential, as the ledger has it; the first that it knows is the one. */
  readonly texts: readonly string[]
  /** The parts of a pair (RFC 7617). */
  readonly pair?: { readonly username: string; readonly password: string }
}

export type Carrier = (sent: Sent) => Parsed<Presented>

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
  return isToken(folded) ? ({ fields }) => presented(behindScheme(fields('authorization'), folded)) : undefined
}

function keyCarrier({ in: place, name = '' }: SecurityScheme): Carrier | undefined {
  if (place === 'query' && name !== '')
    return ({ search }) => presented(onlyValue(new URLSearchParams(search).getAll(name)))
  if (!isToken(name)) return undefined
  if (place === 'cookie') return ({ fields }) => presented(cookieOf(cookieValues(fields, name)))
  const folded = name.toLowerCase()
  const read = folded === 'authorization' ? behindPrefix : onlyValue
  return place === 'header' ? ({ fields }) => presented(read(fields(folded))) : undefined
}

const bearer: Carrier = ({ fields }) => {
  const sent = readBearer(fields)
  return sent === 'missing' || sent === 'malformed' ? sent : { texts: [sent] }
}

function presented(texts: Parsed<readonly string[]>): Parsed<Presented> {
  return texts === 'missing' || texts === 'malformed' ? texts : { texts }
}

/** A pair as the ledger keeps it. A key may be the user name, with an empty password (as curl's `-u KEY:` sends it). */
export function basicPair(username: string, password: string): string {
  return password === '' ? username : `${username}:${password}`
}

function basic({ fields }: Sent, read: typeof readBasic): Parsed<Presented> {
  const pair = read(fields)
  return pair === 'missing' || pair === 'malformed' ? pair : { texts: [basicPair(pair.username, pair.password)], pair }
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

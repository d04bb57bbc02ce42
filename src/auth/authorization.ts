import { isUtf8 } from 'node:buffer'

/** The values of a header field in the order they were sent, repeated lines apart; the name is lower case. */
export type FieldReader = (name: string) => readonly string[]

/** No such credential, one that is not of its grammar, or the value. */
export type Parsed<Value> = 'missing' | 'malformed' | Value

const longest = 4_096

/**
 * `Authorization: Bearer <b64token>` (RFC 6750, 2.1). The scheme is a whole word of any case (RFC 9110, 11.1); another
 * scheme, a second header line or a character outside the grammar is malformed, not missing.
 */
export function readBearer(fields: FieldReader): Parsed<string> {
  return readLine(fields, 'authorization', /^bearer +([a-z0-9\-._~+/]+=*)$/i)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617, 2 forbids them in both parts
const controlCharacter = /[\u0000-\u001f\u007f]/

/** User name and password of `Authorization: Basic` (RFC 7617, 2): base64 to the letter, valid UTF-8, no control characters. */
export function readBasic(fields: FieldReader): Parsed<{ readonly username: string; readonly password: string }> {
  const encoded = readLine(fields, 'authorization', /^basic +([a-z0-9+/]+={0,2})$/i)
  if (encoded === 'missing' || encoded === 'malformed') return encoded
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.toString('base64') !== encoded || !isUtf8(bytes)) return 'malformed'
  const text = bytes.toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0 || controlCharacter.test(text)) return 'malformed'
  return { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

/**
 * The identifier and secret of an OAuth client by `Authorization: Basic`, each form-encoded before they are joined
 * (RFC 6749, 2.3.1); what is no form-encoding, or encodes a control character (A.1, A.2), is malformed.
 */
export function readFormBasic(fields: FieldReader): ReturnType<typeof readBasic> {
  const sent = readBasic(fields)
  if (sent === 'missing' || sent === 'malformed') return sent
  const [username, password] = [formDecoded(sent.username), formDecoded(sent.password)]
  return username === undefined || password === undefined ? 'malformed' : { username, password }
}

/** Undefined if it is no form-encoding, or has a control character. */
function formDecoded(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    return controlCharacter.test(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}

/**
 * A key in a header field; one line, visible ASCII. In `Authorization` it is the whole value, with the word in front of the
 * key, such as `Bot …` (RFC 9110, 11.4).
 */
export function readHeaderKey(fields: FieldReader, name: string): Parsed<string> {
  return readLine(fields, name, name === 'authorization' ? /^([\x21-\x7e]+(?: +[\x21-\x7e]+)*)$/ : /^([\x21-\x7e]+)$/)
}

/** A key in the query; sent once, and not empty. */
export function readQueryKey(query: URLSearchParams, name: string): Parsed<string> {
  const [value, ...others] = query.getAll(name)
  if (value === undefined) return 'missing'
  return credential(others.length > 0 || value === '' || value.length > longest ? undefined : value)
}

function readLine(fields: FieldReader, name: string, grammar: RegExp): Parsed<string> {
  const [value, ...others] = fields(name)
  if (value === undefined) return 'missing'
  if (others.length > 0 || value.length > longest) return 'malformed'
  return credential(grammar.exec(value)?.[1])
}

/** What was sent, or malformed; so is what spells our own word for nothing sent, which nobody was ever handed. */
export function credential(value: string | undefined): Parsed<string> {
  return value === undefined || value === 'missing' ? 'malformed' : value
}

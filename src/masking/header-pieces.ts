import { isFieldName } from '../contract/field-name.ts'
import { plainText } from './encoded-text.ts'
import { cutOut, type Pieces, plainPieces, type SecretRange, wholeSecret } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'

/** Finds the secrets in the value of a header. */
type Reader = (value: string) => SecretRange[]

/** Whatever else they say, these headers carry credentials. */
const readers: Readonly<Record<string, Reader>> = {
  authorization: credentialIn,
  'proxy-authorization': credentialIn,
  // A misspelling of the first; whoever sends it means that one.
  authentication: credentialIn,
  cookie: cookiesIn,
  'set-cookie': setCookieIn,
  'www-authenticate': () => [],
}

/** A header field in pieces. */
export function headerPieces(name: string, value: string, isSecret: SecretNames): Pieces {
  const reader = Object.hasOwn(readers, name.toLowerCase()) ? readers[name.toLowerCase()] : undefined
  const text = plainText(value)
  if (reader) return cutOut(text, reader(value))
  return isSecret(name) ? wholeSecret(text, name) : plainPieces(text, isSecret)
}

const variables: Readonly<Record<string, string>> = { bearer: 'token', basic: 'basic' }

/** A scheme and its credential (RFC 9110, 11.4); one without a scheme is all secret. */
function credentialIn(value: string): SecretRange[] {
  const [before = '', scheme = ''] = /^([A-Za-z]{1,20}) +(?! )/.exec(value) ?? []
  const from = before.length < value.length ? before.length : 0
  return [{ from, to: value.length, name: variables[scheme.toLowerCase()] ?? 'authorization' }]
}

/** The values are secret (RFC 6265, 4.2.1), and so is what stands without a name. */
function cookiesIn(value: string): SecretRange[] {
  return [...value.matchAll(/[^;\s][^;]*/g)].map(({ 0: pair, index }) => cookieIn(pair, index))
}

function cookieIn(pair: string, index: number): SecretRange {
  const name = pair.slice(0, Math.max(0, pair.indexOf('=')))
  const from = isFieldName(name) || pair.startsWith('=') ? name.length + 1 : 0
  return { from: index + from, to: index + pair.length, name: from > 0 && name !== '' ? name : 'cookie' }
}

/** The value is secret, the attributes are not (RFC 6265, 4.1.1). */
function setCookieIn(value: string): SecretRange[] {
  const { length } = value.split(';', 1)[0] ?? ''
  return [cookieIn(value.slice(0, length), 0)]
}

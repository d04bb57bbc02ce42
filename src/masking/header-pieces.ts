import { cut, type Pieces, plainPieces } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'

type Reader = (value: string, isSecret: SecretNames) => Pieces

/** Whatever else they say, these headers carry credentials. */
const readers: Readonly<Record<string, Reader>> = {
  authorization: credentialPieces,
  'proxy-authorization': credentialPieces,
  // A misspelling of the first; whoever sends it means that one.
  authentication: credentialPieces,
  cookie: cookiePieces,
  'set-cookie': setCookiePieces,
  'www-authenticate': (value) => [value],
}

/** A header field in pieces. */
export function headerPieces(name: string, value: string, isSecret: SecretNames): Pieces {
  const reader = Object.hasOwn(readers, name.toLowerCase()) ? readers[name.toLowerCase()] : undefined
  if (reader) return reader(value, isSecret)
  return isSecret(name) && value !== '' ? [{ name, value }] : plainPieces(value, isSecret)
}

const variables: Readonly<Record<string, string>> = { bearer: 'token', basic: 'basic' }

/** A scheme and its credential (RFC 9110, 11.4); one without a scheme is all secret. */
function credentialPieces(value: string): Pieces {
  return cut(value, /^(?:([A-Za-z]{1,20})( +))?(\S[\s\S]*)$/g, ([, scheme = '', blank = '', secret = '']) => [
    `${scheme}${blank}`,
    { name: variables[scheme.toLowerCase()] ?? 'authorization', value: secret },
  ])
}

/** The values are secret (RFC 6265, 4.2.1), and so is what stands without a name. */
function cookiePieces(value: string): Pieces {
  return cut(value, /[^;\s][^;]*/g, ([pair]) => {
    const at = pair.indexOf('=')
    const [name, secret] = [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)]
    return [at < 0 ? '' : `${name}=`, ...(secret === '' ? [] : [{ name: name || 'cookie', value: secret }])]
  })
}

/** The value is secret, the attributes are not (RFC 6265, 4.1.1). */
function setCookiePieces(value: string): Pieces {
  return cut(value, /^([^=;]*)=([^;]+)/g, ([, name = '', secret = '']) => [`${name}=`, { name, value: secret }])
}

import { authorizationScheme } from '../../contract/credential-place.ts'
import type { SecurityScheme } from '../../contract/document.ts'
import type { Sent } from '../request.ts'

/** What presents a credential of a scheme; `name:password` for HTTP Basic. */
export function presented(scheme: SecurityScheme, credential: string): Sent {
  const { type, in: where, name = '' } = scheme
  if (type === 'apiKey' && where === 'cookie') return { cookie: `${name}=${credential}` }
  if (type === 'apiKey' && where === 'query') return { query: { [name]: credential } }
  if (type === 'apiKey') return { headers: [[name, credential]] }
  const word = authorizationScheme(scheme)
  if (word === 'Bearer') return { bearer: credential }
  if (word !== 'Basic') return { headers: [['Authorization', `${word} ${credential}`]] }
  const colon = credential.indexOf(':')
  return { basic: colon < 0 ? [credential, ''] : [credential.slice(0, colon), credential.slice(colon + 1)] }
}

/** A request with what presents its credentials. */
export function joined(request: Sent, ...credentials: readonly Sent[]): Sent {
  return credentials.reduce(together, request)
}

function together(one: Sent, other: Sent): Sent {
  const headers = [...(one.headers ?? []), ...(other.headers ?? [])]
  const cookie = [one.cookie, other.cookie].filter((part) => part !== undefined).join('; ')
  const query = typeof one.query === 'string' ? one.query : { ...one.query, ...(other.query as object | undefined) }
  return {
    ...one,
    ...other,
    ...(headers.length > 0 && { headers }),
    ...(cookie !== '' && { cookie }),
    ...((one.query !== undefined || other.query !== undefined) && { query }),
  }
}

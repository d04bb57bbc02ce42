import type { HeldCredential } from './credential.ts'
import { type ClientScheme, resolveValue, type Values, type WayRow } from './ways.ts'

/** Puts a credential where its scheme has it. A cookie is the browser's to send; only elsewhere is it held here. */
export function attach(request: Request, { type, scheme, in: place, name = '' }: ClientScheme, value: string): Request {
  if (type === 'http' || type === 'oauth2' || type === 'openIdConnect') {
    request.headers.set('Authorization', `${scheme?.toLowerCase() === 'basic' ? 'Basic' : 'Bearer'} ${value}`)
  } else if (place === 'header') request.headers.set(name, value)
  else if (place === 'cookie') request.headers.set('Cookie', joinedCookies(request, `${name}=${value}`))
  else if (place === 'query') return new Request(withParameter(request.url, name, value), request)
  return request
}

/** One line with what is there already (RFC 6265, 5.4); two lines would be joined by a comma. */
function joinedCookies({ headers }: Request, cookie: string): string {
  const before = headers.get('Cookie')
  return before ? `${before}; ${cookie}` : cookie
}

function withParameter(address: string, name: string, value: string): URL {
  const url = new URL(address)
  url.searchParams.set(name, value)
  return url
}

/** What travels of a credential, in the form that its scheme wants; undefined if nothing does. */
export function wireForm({ send }: WayRow, inputs: Values, held: HeldCredential | undefined): string | undefined {
  const known = { inputs, outputs: held?.outputs ?? {} }
  if (send === undefined) return held?.outputs.cookie
  if (typeof send === 'string') return textOf(resolveValue(send, known))
  const [username, password] = [resolveValue(send.username, known), resolveValue(send.password, known)]
  return username === undefined || password === undefined ? undefined : inBase64(`${username}:${password}`)
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value)
}

/** In UTF-8 (RFC 7617, 2.1), which `btoa` alone does not take. */
function inBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

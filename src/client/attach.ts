import type { HeldCredential } from './credential.ts'
import { type ClientScheme, resolveValue, type Values, type WayRow } from './ways.ts'

/** Puts a credential where its scheme has it. A cookie is the browser's to send; only elsewhere is it held here. */
export function attach(request: Request, { type, scheme, in: place, name = '' }: ClientScheme, value: string): Request {
  if (type === 'http' || type === 'oauth2' || type === 'openIdConnect') {
    request.headers.set('Authorization', `${scheme?.toLowerCase() === 'basic' ? 'Basic' : 'Bearer'} ${value}`)
  } else if (place === 'header') request.headers.set(name, value)
  else if (place === 'cookie') request.headers.append('Cookie', `${name}=${value}`)
  else if (place === 'query') return new Request(withParameter(request.url, name, value), request)
  return request
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

/** The cookie that an answer sets, where cookies can be read at all: not in a browser. */
export function cookieIn(response: Response, { in: place, name = '' }: ClientScheme): Record<string, string> {
  if (place !== 'cookie') return {}
  const set = response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`))
  const value = set?.slice(name.length + 1).split(';')[0]
  return value ? { cookie: value } : {}
}

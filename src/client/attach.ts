import { resolveValue, type Values } from '../ways/evaluate.ts'
import type { HeldCredential } from './credential.ts'
import type { ClientScheme, WayRow } from './ways.ts'

/**
 * Puts a credential where its scheme has it. A cookie is the browser's to send; only elsewhere is it held here. Throws a
 * TypeError that does not show the credential if a header cannot carry it.
 */
export async function attach(
  request: Request,
  { type, scheme, in: place, name = '' }: ClientScheme,
  value: string,
): Promise<Request> {
  if (type === 'http' || type === 'oauth2' || type === 'openIdConnect') {
    setHeader(request, 'Authorization', `${capitalized(scheme ?? 'bearer')} ${value}`)
  } else if (place === 'header') setHeader(request, name, value)
  else if (place === 'cookie') setHeader(request, 'Cookie', joinedCookies(request, `${name}=${value}`))
  else if (place === 'query') return at(withParameter(request.url, name, value), request)
  return request
}

function setHeader({ headers }: Request, name: string, value: string): void {
  try {
    headers.set(name, value)
  } catch {
    throw new TypeError(`The credential has a character that the header ${name} cannot carry`)
  }
}

/** The same request to another address. Its body is read first: a copy would stream it, which browsers and HTTP/1.1 do not all take. */
async function at(url: string, request: Request): Promise<Request> {
  if (request.method === 'GET' || request.method === 'HEAD') return new Request(url, request)
  const { method, headers, signal, credentials, redirect, mode, cache, referrerPolicy, integrity, keepalive } = request
  const blob = await request.blob()
  const body = blob.size > 0 ? blob : null
  return new Request(url, {
    ...{ method, headers, signal, credentials, redirect, cache, referrerPolicy, integrity, keepalive, body },
    // A page cannot ask for the mode of a navigation.
    ...(mode !== 'navigate' && { mode }),
  })
}

/** One line with what is there already (RFC 6265, 5.4); two lines would be joined by a comma. */
function joinedCookies({ headers }: Request, cookie: string): string {
  const before = headers.get('Cookie')
  return before ? `${before}; ${cookie}` : cookie
}

/** Added to the text: what is there already stays as it is written. */
function withParameter(address: string, name: string, value: string): string {
  const [before = '', ...fragment] = address.split('#')
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
  return [`${before}${before.includes('?') ? '&' : '?'}${pair}`, ...fragment].join('#')
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

/** Scheme names have no case (RFC 9110, 11.1); this is the one that people write. */
function capitalized(scheme: string): string {
  return scheme.replace(/^./, (first) => first.toUpperCase())
}

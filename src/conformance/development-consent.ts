import type { Consenting } from './hooks.ts'
import { exchange, type WireAnswer } from './http.ts'
import { toWire } from './request.ts'

/** The most redirects a login takes. */
const longestWay = 10

/**
 * Goes through the pages of Latchkey's development provider as a browser would, chooses a person or cancels, and returns
 * the address the browser is sent back to.
 */
export async function developmentConsent(address: string, person: Consenting | undefined): Promise<string> {
  const jar = new Map<string, string>()
  let next = await visit('GET', new URL(address), jar)
  for (let step = 0; step < longestWay; step++) {
    if (next.location && !next.location.pathname.startsWith('/idp/')) return next.location.href
    const choosing = next.location === undefined
    next = choosing
      ? await visit('POST', next.url, jar, form(person))
      : await visit('GET', next.location ?? next.url, jar)
  }
  throw new Error(`The provider at ${address} led nowhere`)
}

function form(person: Consenting | undefined): Record<string, string> {
  if (!person) return { choice: 'cancel' }
  const { email, subject = '', verified = true } = person
  return { choice: 'other', email, name: email, subject, ...(verified && { verified: 'true' }) }
}

interface Visited {
  readonly url: URL
  readonly location: URL | undefined
}

async function visit(
  method: string,
  url: URL,
  jar: Map<string, string>,
  body?: Record<string, string>,
): Promise<Visited> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const wire = toWire(url.origin, method, '', { ...(cookie && { cookie }), ...(body && { form: body }) })
  const answer = await exchange({ ...wire, url })
  keepCookies(answer, jar)
  const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  if (location === undefined && answer.status !== 200)
    throw new Error(`${method} ${url.pathname} answered ${answer.status}`)
  return { url, location: location === undefined ? undefined : new URL(location, url) }
}

function keepCookies({ headers }: WireAnswer, jar: Map<string, string>): void {
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'set-cookie') continue
    const [pair = ''] = value.split(';')
    const equals = pair.indexOf('=')
    jar.set(pair.slice(0, equals), pair.slice(equals + 1))
  }
}

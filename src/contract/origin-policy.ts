import type { CorsPolicy } from './document.ts'

/** The request headers a browser says where a call comes from with (Fetch standard; Fetch Metadata). */
export interface OriginSigns {
  readonly method: string
  readonly origin: string | undefined
  readonly referrer: string | undefined
  readonly fetchSite: string | undefined
  readonly fetchMode: string | undefined
  readonly fetchDest: string | undefined
}

/** Reads the signs from the headers of a request, whose names are lower case. */
export function originSigns(
  method: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): OriginSigns {
  const sign = (name: string) => headers[name]?.toString()
  return {
    method,
    origin: sign('origin'),
    referrer: sign('referer'),
    fetchSite: sign('sec-fetch-site'),
    fetchMode: sign('sec-fetch-mode'),
    fetchDest: sign('sec-fetch-dest'),
  }
}

export interface OriginRules extends CorsPolicy {
  /** Serialised origins, compared exactly; used by the `allow-list` policy. */
  readonly allowed: readonly string[]
}

/**
 * Whether it is an origin of the web as browsers write it in `Origin` (RFC 6454, 6.2; URL standard): scheme, lower-case
 * host, and the port unless it is the scheme's own.
 */
export function isWebOrigin(text: string): boolean {
  return /^https?:\/\/(\[[0-9a-f:]+\]|[a-z0-9._-]+)(:\d{1,5})?$/.test(text) && URL.parse(text)?.origin === text
}

/** Whether a page of that origin may call the API at all; a refusal means nothing is run. */
export function isOriginAllowed(signs: OriginSigns, ownOrigins: readonly string[], rules: OriginRules): boolean {
  if (rules.origins === 'any') return true
  if (signs.origin !== undefined) return isListed(signs.origin, ownOrigins, rules)
  return signs.fetchSite !== 'cross-site' || isTopLevelNavigation(signs)
}

function isListed(origin: string, ownOrigins: readonly string[], rules: OriginRules): boolean {
  if (ownOrigins.includes(origin)) return true
  if (rules.origins === 'loopback') return isLoopbackOrigin(origin)
  return rules.origins === 'allow-list' && rules.allowed.includes(origin)
}

/**
 * Whether a request comes from a page that is neither on this machine nor listed. What it asks is answered as documented,
 * and leaves no trace that the developer would feel. A browser that names no origin says at least that the page is of another
 * site; such a page can hide its address (`Referer`) but not claim another one.
 */
export function isForeign(signs: OriginSigns, ownOrigins: readonly string[], listed: readonly string[]): boolean {
  const { origin, referrer, fetchSite } = signs
  const isKnown = (page: string) => ownOrigins.includes(page) || listed.includes(page) || isLoopbackOrigin(page)
  if (origin !== undefined) return !isKnown(origin)
  return fetchSite === 'cross-site' && !isKnown(URL.parse(referrer ?? '')?.origin ?? '')
}

const loopbackHost = /^https?:\/\/(localhost|[^/:]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

function isLoopbackOrigin(origin: string): boolean {
  return loopbackHost.test(origin) && isWebOrigin(origin)
}

/** Following a link, or a redirect back from an identity provider, is not a call by a foreign page. */
export function isTopLevelNavigation({ method, fetchMode, fetchDest }: OriginSigns): boolean {
  return method === 'GET' && fetchMode === 'navigate' && fetchDest === 'document'
}

/** The CORS headers of an answer (Fetch standard, "CORS protocol"); `Vary` on each one, so that caches keep them apart. */
export function corsHeaders(
  origin: string | undefined,
  ownOrigins: readonly string[],
  rules: OriginRules,
): Record<string, string> {
  if (rules.origins === 'any') return { 'Access-Control-Allow-Origin': '*', ...exposed }
  if (origin === undefined || rules.origins === 'own' || !isListed(origin, ownOrigins, rules)) return { Vary: 'Origin' }
  const credentials = rules.credentials ? { 'Access-Control-Allow-Credentials': 'true' } : {}
  return { Vary: 'Origin', 'Access-Control-Allow-Origin': origin, ...credentials, ...exposed }
}

const exposed = { 'Access-Control-Expose-Headers': 'Retry-After, WWW-Authenticate' }

/** What a preflight is granted: the path's methods, the documented request headers and those of the server itself. */
export function preflightHeaders(
  methods: readonly string[],
  rules: OriginRules,
  extraHeaders: readonly string[],
): Record<string, string> {
  return {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': [...rules.requestHeaders, ...extraHeaders].join(', '),
    'Access-Control-Max-Age': '600',
  }
}

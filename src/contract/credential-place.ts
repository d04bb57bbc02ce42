import type { SecurityScheme } from './document.ts'

/** Where a scheme looks for its credential: `Authorization: Bearer …`, `X-API-Key`, the cookie `session_id`. */
export function placeOf({ type, scheme = 'bearer', in: where, name }: SecurityScheme): string {
  if (type === 'mutualTLS') return 'a client certificate'
  if (where === 'query') return `the query parameter ${name}`
  if (where !== undefined) return `the ${where} ${name}`
  return `Authorization: ${scheme.replace(/^./, (first) => first.toUpperCase())} …`
}

/** The header that a scheme reads, in lower case. */
export function headerOf({ in: where, name = '' }: SecurityScheme): string {
  if (where === 'cookie') return 'cookie'
  return where === 'header' ? name.toLowerCase() : 'authorization'
}

import type { SecurityScheme } from './document.ts'

/** Where a scheme looks for its credential: `Authorization: Bearer …`, `X-API-Key`, the cookie `session_id`. */
export function placeOf(scheme: SecurityScheme): string {
  const { type, in: where, name } = scheme
  if (type === 'mutualTLS') return 'a client certificate'
  if (where === 'query') return `the query parameter ${name}`
  if (where !== undefined) return `the ${where} ${name}`
  return `Authorization: ${authorizationScheme(scheme)} …`
}

/** The word in front of a credential in `Authorization`: `Bearer`, `Basic`, or another HTTP scheme as the contract spells it. */
export function authorizationScheme({ type, scheme = '' }: SecurityScheme): string {
  const folded = scheme.toLowerCase()
  if (type !== 'http' || folded === 'bearer' || folded === '') return 'Bearer'
  return folded === 'basic' ? 'Basic' : scheme.replace(/^./, (first) => first.toUpperCase())
}

/** The header that a scheme reads, in lower case. */
export function headerOf({ in: where, name = '' }: SecurityScheme): string {
  if (where === 'cookie') return 'cookie'
  return where === 'header' ? name.toLowerCase() : 'authorization'
}

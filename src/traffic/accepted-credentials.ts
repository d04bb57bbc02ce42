import type { Contract, Operation } from '../contract/contract.ts'
import type { SecurityScheme } from '../contract/document.ts'

/** Where a scheme looks for its credential: `Authorization: Bearer …`, `X-API-Key`, the cookie `session_id`. */
export function placeOf({ scheme, in: where, name }: SecurityScheme): string {
  if (where === 'cookie') return `the cookie ${name}`
  if (where !== undefined) return `the ${where} ${name}`
  return `Authorization: ${(scheme ?? '').replace(/^./, (first) => first.toUpperCase())} …`
}

/** The header that a scheme reads, in lower case. */
export function headerOf({ in: where, name = '' }: SecurityScheme): string {
  if (where === 'cookie') return 'cookie'
  return where === 'header' ? name.toLowerCase() : 'authorization'
}

/** Everything an operation takes, in the order in which it is looked for. */
export function acceptedCredentials({ security }: Operation, { securitySchemes }: Contract): string {
  const places = security.map((alternative) =>
    Object.keys(alternative)
      .flatMap((name) => securitySchemes[name] ?? [])
      .map(placeOf)
      .join(' and '),
  )
  return places.filter((place) => place !== '').join(' or ')
}

import type { Contract, Operation } from '../contract/contract.ts'
import { placeOf } from '../contract/credential-place.ts'

/** Everything an operation takes, in the order in which it is looked for; alternatives may differ in their roles alone. */
export function acceptedCredentials({ security }: Operation, { securitySchemes }: Contract): string {
  const places = security.map((alternative) =>
    Object.keys(alternative)
      .flatMap((name) => securitySchemes[name] ?? [])
      .map(placeOf)
      .join(' and '),
  )
  return [...new Set(places)].filter((place) => place !== '').join(' or ')
}

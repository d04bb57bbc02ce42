import { type Challenge, quotable } from './challenge.ts'
import { authorizationScheme } from './credential-place.ts'
import type { ContractDocument, SecurityScheme } from './document.ts'
import type { Refusals } from './refusal-declaration.ts'
import { realmOf, refusalPlaces, saidOf } from './refusal-places.ts'

/** What a 401 asks for, by security scheme: the `challenge` and `realm` of `x-refusals`, else what the scheme itself says. */
export function challengesOf(
  document: ContractDocument,
  realm = usualRealm(document),
): Readonly<Record<string, Challenge>> {
  const { root, ofScheme } = refusalPlaces(document)
  const schemes = Object.entries(document.components?.securitySchemes ?? {})
  return Object.fromEntries(
    schemes.map(([name, scheme]) => [name, challengeOf(scheme, [ofScheme(name), root], realm)] as const),
  )
}

/** The title, unless it has characters that no header can have. */
export function usualRealm({ info: { title } }: ContractDocument): string {
  return quotable.test(title) ? title : 'api'
}

function challengeOf(declared: SecurityScheme, places: readonly Refusals[], realm: string): Challenge {
  const usual = declared.type === 'apiKey' ? 'APIKey' : authorizationScheme(declared)
  const scheme = saidOf(places, ['unauthenticated'], 'challenge') ?? usual
  return { scheme, realm: realmOf(places, realm) }
}

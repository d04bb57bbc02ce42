import type { SecurityScheme } from '../contract/document.ts'
import { isSelector } from '../engine/scheme-guess.ts'
import type { ApiFacts } from './api-facts.ts'
import { folded } from './words.ts'

/** How a scheme sends its credential. */
type Carrier = 'bearer' | 'authorization' | 'header' | 'query' | 'cookie' | 'basic' | 'none'

export function carrierOf(scheme: SecurityScheme | undefined): Carrier {
  const { type = '', scheme: kind = '', in: place, name = '' } = scheme ?? {}
  if (type === 'oauth2' || type === 'openIdConnect') return 'bearer'
  if (type === 'http') return kind.toLowerCase() === 'basic' ? 'basic' : 'bearer'
  if (type !== 'apiKey' || isSelector({ type, name })) return 'none'
  if (place === 'cookie' || place === 'query') return place
  return name.toLowerCase() === 'authorization' ? 'authorization' : 'header'
}

const ofToken: Readonly<Record<Carrier, number>> = {
  bearer: 6,
  authorization: 5,
  header: 0,
  query: 0,
  cookie: 0,
  basic: 0,
  none: 0,
}

/** The scheme whose credential a login most probably answers with; undefined if none of them fits. */
export function tokenScheme(facts: ApiFacts, output: string, hints: readonly string[]): string | undefined {
  const scored = Object.entries(facts.schemes).map(([name, scheme]) => {
    const carrier = carrierOf(scheme)
    const header = folded(scheme.name ?? '')
    const related = (carrier === 'header' || carrier === 'cookie') && isRelated(header, folded(output)) ? 5 : 0
    const used = facts.uses(name) > 0 ? 3 + Math.log10(facts.uses(name)) : -1
    const described = `${name} ${scheme.name ?? ''}`
    const named =
      (/user|session|access|jwt|token|auth|bearer/i.test(described) ? 1 : 0) -
      (/admin|refresh|service|internal|partner|machine|agent|webhook|client|metrics|scim/i.test(name) ? 3 : 0) -
      (/api[-_ ]?key/i.test(described) ? 5 : 0)
    const base = ofToken[carrier] + related
    const usual = /token|session|auth|jwt/i.test(header) && carrier === 'header' ? 3 : 0
    return { name, score: base + usual < 1 ? -1 : base + usual + used + named + (hints.includes(name) ? 3 : 0) }
  })
  const [best] = scored.toSorted((one, other) => other.score - one.score)
  return best && best.score >= 5 ? best.name : undefined
}

/** `X-Session-Token` carries what an answer calls `session_token`. */
function isRelated(header: string, output: string): boolean {
  const plain = header.replace(/^x/, '')
  return output.length > 2 && (plain.includes(output) || (plain.length > 2 && output.includes(plain)))
}

/** The cookie schemes that operations require, the most used first. */
export function cookieSchemes(facts: ApiFacts): readonly string[] {
  return Object.entries(facts.schemes)
    .filter(([name, scheme]) => carrierOf(scheme) === 'cookie' && !/csrf|xsrf|refresh/i.test(`${name} ${scheme.name}`))
    .map(([name]) => name)
    .toSorted((one, other) => facts.uses(other) - facts.uses(one))
}

/** What a way sends, and the scheme that it belongs to is not a cookie. */
export function sent(scheme: SecurityScheme | undefined, expression: string): unknown {
  return carrierOf(scheme) === 'basic' ? { username: expression, password: '' } : expression
}

import type { Challenges } from '../contract/challenge.ts'
import { authorizationScheme } from '../contract/credential-place.ts'
import type { SecurityScheme } from '../contract/document.ts'
import { hasScopes } from '../ways/roles.ts'
import { carrierOf } from './carrier.ts'
import { clientReader, clientSchemes } from './client-reader.ts'
import { type CredentialReader, closedReader, ledgerReader, presenceReader } from './credential-reader.ts'
import type { EngineContract } from './engine-contract.ts'
import type { SchemeReport } from './report.ts'

/** By scheme, how a credential is read and judged. */
export function readersOf(
  engine: EngineContract,
  how: ReadonlyMap<string, SchemeReport['how']>,
): Record<string, CredentialReader> {
  const { id, contract } = engine
  const ofClients = clientSchemes(engine)
  const readers = [...how].map(([name, each]) => {
    const scheme = contract.securitySchemes[name] ?? { type: 'undeclared' }
    if (each === 'enforced' && ofClients.includes(name))
      return [name, clientReader(scheme, challengeOf(id, scheme))] as const
    return [name, readerOf(engine, name, scheme, each)] as const
  })
  return Object.fromEntries(readers)
}

function readerOf(
  { id, ways: all }: EngineContract,
  name: string,
  scheme: SecurityScheme,
  how: SchemeReport['how'],
): CredentialReader {
  const carrier = how === 'closed' ? undefined : carrierOf(scheme)
  if (!carrier) return closedReader(name, whyClosed(scheme))
  const challenge = challengeOf(id, scheme)
  const ways = all.filter(({ schemes }) => schemes.includes(name))
  return how === 'presence'
    ? presenceReader(carrier, challenge)
    : ledgerReader({ name, hasRoles: !hasScopes(scheme), ways }, carrier, challenge)
}

function whyClosed({ type, in: place, name, scheme }: SecurityScheme): string {
  if (type === 'mutualTLS') return 'client certificates do not reach this server'
  if (type === 'http' && scheme) return `"${scheme}" is not the name of an HTTP scheme`
  const isNamed = name && (place === 'header' || place === 'cookie')
  return isNamed ? `no ${place} can have the name "${name}"` : 'the contract does not say what it is'
}

function challengeOf(realm: string, scheme: SecurityScheme): Challenges {
  return { scheme: scheme.type === 'apiKey' ? 'APIKey' : authorizationScheme(scheme), realm }
}

/** What a refused login asks for: the first way to authenticate by a header. */
export function loginChallenge({ id, contract: { securitySchemes }, ways }: EngineContract): Challenges {
  const scheme = ways
    .flatMap((way) => securitySchemes[way.scheme] ?? [])
    .find((each) => each.in !== 'cookie' && carrierOf(each))
  return scheme ? challengeOf(id, scheme) : []
}

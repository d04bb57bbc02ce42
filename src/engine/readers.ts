import type { Challenges } from '../contract/challenge.ts'
import { challengesOf } from '../contract/declared-challenges.ts'
import type { SecurityScheme } from '../contract/document.ts'
import type { SchemeReport } from '../served/report.ts'
import { hasScopes } from '../ways/roles.ts'
import { carrierOf } from './carrier.ts'
import { clientReader, clientSchemes } from './client-reader.ts'
import { type CredentialReader, closedReader, ledgerReader, presenceReader } from './credential-reader.ts'
import type { EngineContract } from './engine-contract.ts'

/** By scheme, how a credential is read and judged. */
export function readersOf(
  engine: EngineContract,
  how: ReadonlyMap<string, SchemeReport['how']>,
): Record<string, CredentialReader> {
  const { id, contract } = engine
  const challenges = challengesOf(contract.document, id)
  const ofClients = clientSchemes(engine)
  const readers = [...how].map(([name, each]) => {
    const scheme = contract.securitySchemes[name] ?? { type: 'undeclared' }
    const challenge = challenges[name] ?? []
    if (each === 'enforced' && ofClients.includes(name)) return [name, clientReader(scheme, challenge)] as const
    return [name, readerOf(engine, name, { scheme, how: each, challenge })] as const
  })
  return Object.fromEntries(readers)
}

interface ReadScheme {
  readonly scheme: SecurityScheme
  readonly how: SchemeReport['how']
  readonly challenge: Challenges
}

function readerOf(
  { ways: all }: EngineContract,
  name: string,
  { scheme, how, challenge }: ReadScheme,
): CredentialReader {
  const carrier = how === 'closed' ? undefined : carrierOf(scheme)
  if (!carrier) return closedReader(name, whyClosed(scheme))
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

/** What a refused login asks for: the first way to authenticate by a header. */
export function loginChallenge({ id, contract: { document, securitySchemes }, ways }: EngineContract): Challenges {
  const way = ways.find(({ scheme }) => {
    const declared = securitySchemes[scheme]
    return declared && declared.in !== 'cookie' && carrierOf(declared)
  })
  return challengesOf(document, id)[way?.scheme ?? ''] ?? []
}

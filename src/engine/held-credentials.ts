import { setsOf } from '../ways/scheme-scopes.ts'
import { type Seed, type SeedKey, seedKeys } from '../ways/seed.ts'
import { givenCredential, type ShownCredential } from './demo-credentials.ts'
import type { EngineContract } from './engine-contract.ts'
import { isKeptWhole } from './ways/basic-pair.ts'

/**
 * By scheme, the first credential that a seed has of it. Schemes that are only used together have theirs from one
 * holder, or none.
 */
export function heldCredentials(engine: EngineContract, seed: Seed): ReadonlyMap<string, ShownCredential> {
  const keys = seedKeys(engine, seed).map((key) => ({ key, scheme: schemeOf(engine, key) }))
  const together = setsOf(engine.contract)
  const first = (scheme: string, subject?: string) =>
    keys.find((each) => each.scheme === scheme && (subject === undefined || each.key.subject === subject))?.key
  const chosen = (scheme: string) => {
    const set = together.get(scheme)?.split(' ')
    if (!set) return first(scheme)
    const subject = first(set[0] ?? '')?.subject
    return subject !== undefined && set.every((each) => first(each, subject)) ? first(scheme, subject) : undefined
  }
  return new Map(
    Object.entries(engine.contract.securitySchemes).flatMap(([name, scheme]) => {
      const key = chosen(name)
      const way = engine.ways.find((each) => each.name === key?.way)
      if (!key) return []
      const value = typeof way?.send === 'object' && !isKeptWhole(way) ? `${key.value}:` : key.value
      const { kept: _, ...shown } = givenCredential(name, scheme, value)
      return [[name, { ...shown, scheme: name }] as const]
    }),
  )
}

function schemeOf({ ways }: EngineContract, { way, scheme }: SeedKey): string | undefined {
  return way === undefined ? scheme : ways.find(({ name }) => name === way)?.scheme
}

import { meant, nearest } from '../contract/nearest.ts'
import { type ServedAccounts, tenantMember } from '../ways/account-rules.ts'
import { millisecondsOf } from '../ways/duration.ts'
import type { FoundWay } from '../ways/found.ts'
import { scopesOf } from '../ways/scheme-scopes.ts'
import { loginNames, type Seed, type SeedAccount, type SeedKey } from '../ways/seed.ts'
import type { Expected } from './seed-expected.ts'
import { hasForm, idForm } from './seed-forms.ts'
import { managedKeyFaults } from './seed-managed-keys.ts'
import type { SeedFault } from './seed-shape.ts'
import { wireFault } from './seed-wire-forms.ts'

/** What is wrong with a credential of a seed by the contract; messages never have its value. */
export function keyFaults(key: SeedKey, expected: Expected): SeedFault[] {
  const place = placeFaults(key, expected)
  return place.length > 0 ? place : [...valueFaults(key, expected), ...detailFaults(key, expected)]
}

/** The same of one in the entry of an account, whose name there is that of a way or of a scheme. */
export function accountKeyFaults(key: SeedKey, expected: Expected): SeedFault[] {
  const { ways, contract } = expected
  const name = key.way ?? key.scheme ?? ''
  const known = [...ways.map((way) => way.name), ...Object.keys(contract.securitySchemes)]
  if (!known.includes(name))
    return [{ path: ['keys', name], message: `There is no way or security scheme "${name}"${others(name, known)}` }]
  return keyFaults(key, expected).map(({ path, message }) => ({ path: ['keys', name, ...path], message }))
}

/** A key that names nothing, too much, or what there is not. */
function placeFaults({ way, scheme }: SeedKey, { ways, contract }: Expected): SeedFault[] {
  const schemes = Object.keys(contract.securitySchemes)
  const names = ways.map(({ name }) => name)
  if (way !== undefined && scheme !== undefined)
    return [{ path: ['scheme'], message: 'A key has "way" or "scheme", not both' }]
  if (way === undefined && scheme === undefined) {
    const all = [...names.map((name) => `way: ${name}`), ...schemes.map((name) => `scheme: ${name}`)]
    return [{ path: [], message: `The key names no way and no security scheme; there are ${all.join(', ')}` }]
  }
  if (way !== undefined)
    return names.includes(way) ? [] : [{ path: ['way'], message: `There is no way "${way}"${others(way, names)}` }]
  if (scheme === undefined || schemes.includes(scheme)) return []
  return [{ path: ['scheme'], message: `There is no security scheme "${scheme}"${others(scheme, schemes)}` }]
}

function others(name: string, known: readonly string[]): string {
  return known.length === 0 ? '; the contract declares none' : meant(name, known)
}

/** A value that could not be sent, or does not look like one of its way. */
function valueFaults(key: SeedKey, { ways, contract }: Expected): SeedFault[] {
  const way = ways.find(({ name }) => name === key.way)
  const scheme = contract.securitySchemes[way?.scheme ?? key.scheme ?? '']
  const message = (way && formFault(way, key.value)) ?? (scheme && !isPair(way) && wireFault(scheme, key.value))
  return message ? [{ path: ['value'], message }] : []
}

/** What a way makes a pair of for HTTP Basic is only a part of what is sent. */
function isPair(way: FoundWay | undefined): boolean {
  return typeof way?.send === 'object'
}

function formFault({ name, lifecycle }: FoundWay, value: string): string | undefined {
  const form = lifecycle.credential?.form ?? 'opaque'
  if (typeof form === 'object' && 'jwt' in form)
    return `The way "${name}" issues JWTs, which a seed cannot have: they are signed when they are issued`
  return hasForm(value, form) ? undefined : `This is not a key of the way "${name}": ${idForm(form)}`
}

function detailFaults(key: SeedKey, expected: Expected): SeedFault[] {
  const { lifetime, scopes = [] } = key
  const way = expected.ways.find(({ name }) => name === key.way)
  const scheme = way?.scheme ?? key.scheme ?? ''
  const known = scopesOf(expected.contract, scheme)
  const milliseconds = millisecondsOf(lifetime)
  return [
    ...(lifetime !== undefined && !milliseconds
      ? [{ path: ['lifetime'], message: `"${lifetime}" is not a lifetime, such as PT1H, P30D or never` }]
      : []),
    ...scopes.flatMap((scope, at) =>
      known.includes(scope)
        ? []
        : {
            path: ['scopes', at],
            message: `The security scheme "${scheme}" has no scope "${scope}"${known.length === 0 ? '; it has none' : meant(scope, known)}`,
          },
    ),
    ...(way ? managedKeyFaults(key, way, expected.contract) : []),
  ]
}

/** Whose it is: an account, a client for a scheme, or for a way a tenant that an account is a member of. */
export function ownerFaults({ subject, scheme }: SeedKey, seed: Seed, rules: ServedAccounts): SeedFault[] {
  const { accounts = [], clients = [] } = seed
  const isMember = (account: SeedAccount) => [account[tenantMember(rules) ?? '']].flat().includes(subject)
  const isIt = (account: SeedAccount) => [account.id, ...loginNames(account, rules)].includes(subject)
  const isKnown =
    accounts.some(isIt) || (scheme === undefined ? accounts.some(isMember) : clients.some(({ id }) => id === subject))
  const what = scheme === undefined ? 'account' : 'account or client'
  return isKnown
    ? []
    : [
        {
          path: ['subject'],
          message: `There is no ${what} "${subject}" in this seed${ownerHint(subject, accounts, rules)}`,
        },
      ]
}

/** A person is there, but by another name: a contract says which names one logs in by. */
function ownerHint(subject: string, accounts: readonly SeedAccount[], rules: ServedAccounts): string {
  const byName = accounts.find(({ login, email, phone }) => [login, email, phone].includes(subject))
  if (byName) return `; this account logs in by "${loginNames(byName, rules)[0] ?? byName.id}"`
  const near = nearest(
    subject,
    accounts.flatMap((account) => loginNames(account, rules)),
  )
  return near === undefined ? '' : `; did you mean "${near}"?`
}

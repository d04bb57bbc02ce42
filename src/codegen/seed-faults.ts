import type { ContractDocument } from '../contract/document.ts'
import { normaliseLogin } from '../contract/login-name.ts'
import { accountKeys, loginNames, mergedSeed, type Seed, type SeedAccount, type SeedClient } from '../ways/seed.ts'
import { accountFaults } from './seed-account-faults.ts'
import { type Expected, expectedOf } from './seed-expected.ts'
import { accountKeyFaults, keyFaults, ownerFaults } from './seed-key-faults.ts'
import { settingFaults } from './seed-setting-faults.ts'
import { type SeedFault, seedShapeFaults } from './seed-shape.ts'

/**
 * What is wrong with a seed by its own form and by the contract whose worlds begin with it: all that is wrong, in the
 * order of its parts. What it does not have comes from the `usual` seed, whose accounts its keys can name.
 */
export function seedFaults(document: ContractDocument, seed: unknown, usual: Seed = {}): SeedFault[] {
  const misshapen = seedShapeFaults(seed)
  const expected = expectedOf(document)
  const parts = wellFormed(seed, misshapen)
  const all = [...misshapen, ...accountsFaults(parts, expected), ...clientsFaults(parts.clients)]
  return [...all, ...keysFaults(parts, expected, mergedSeed(usual, seedOf(parts))), ...settingsFaults(parts, expected)]
}

type Listed<Item> = readonly (readonly [item: Item, at: number])[]

/** The parts of a seed that have their form, each with its place. */
interface Parts {
  readonly accounts: Listed<SeedAccount> | undefined
  readonly clients: Listed<SeedClient> | undefined
  readonly keys: Listed<NonNullable<Seed['keys']>[number]> | undefined
  readonly settings: Readonly<Record<string, unknown>>
}

function wellFormed(seed: unknown, faults: readonly SeedFault[]): Parts {
  const isSound = (...place: SeedFault['path']) =>
    !faults.some(({ path }) => place.every((name, depth) => String(path[depth]) === String(name)))
  const listed = (kind: string) => {
    const items: unknown = Object(seed)[kind]
    if (!Array.isArray(items)) return undefined
    return items.map((item, at) => [item, at] as const).filter(([, at]) => isSound(kind, at))
  }
  const { settings } = Object(seed) as Seed
  return {
    accounts: listed('accounts'),
    clients: listed('clients'),
    keys: listed('keys'),
    settings: isSound('settings') ? (settings ?? {}) : {},
  }
}

function seedOf({ accounts, clients, keys }: Parts): Seed {
  return {
    ...(accounts && { accounts: accounts.map(([account]) => account) }),
    ...(clients && { clients: clients.map(([client]) => client) }),
    ...(keys && { keys: keys.map(([key]) => key) }),
  }
}

function below(...path: SeedFault['path']) {
  return (fault: SeedFault): SeedFault => ({ ...fault, path: [...path, ...fault.path] })
}

function accountsFaults({ accounts = [] }: Parts, expected: Expected): SeedFault[] {
  return [
    ...accounts.flatMap(([account, at]) => [
      ...accountFaults(account, expected).map(below('accounts', at)),
      ...accountKeys(account, expected).flatMap((key) => accountKeyFaults(key, expected).map(below('accounts', at))),
    ]),
    ...repeated(
      accounts.map(([{ id }, at]) => ({ path: ['accounts', at, 'id'], value: id })),
      (id) => `Another account has the id "${id}", too`,
    ),
    ...repeated(
      accounts.flatMap(([account, at]) =>
        [...new Set(loginNames(account, expected.accounts).map(normaliseLogin))].map((value) => ({
          path: ['accounts', at],
          value,
        })),
      ),
      (login) => `Another account logs in by "${login}", too`,
    ),
  ]
}

function clientsFaults(clients: Parts['clients'] = []): SeedFault[] {
  return [
    ...clients.flatMap(([{ redirectUris = [] }, at]) =>
      redirectUris.flatMap((uri, index) =>
        URL.canParse(uri) && !uri.includes('#')
          ? []
          : {
              path: ['clients', at, 'redirectUris', index],
              message: `"${uri}" is not an address that a client can be sent back to: it is absolute and has no fragment (RFC 6749, 3.1.2)`,
            },
      ),
    ),
    ...repeated(
      clients.map(([{ id }, at]) => ({ path: ['clients', at, 'id'], value: id })),
      (id) => `Another client has the id "${id}", too`,
    ),
  ]
}

function keysFaults({ accounts = [], keys = [] }: Parts, expected: Expected, merged: Seed): SeedFault[] {
  const held = accounts.flatMap(([account, at]) =>
    accountKeys(account, expected).map((key) => ({
      path: ['accounts', at, 'keys', key.way ?? key.scheme ?? ''],
      value: key.value,
    })),
  )
  return [
    ...keys.flatMap(([key, at]) => [
      ...keyFaults(key, expected).map(below('keys', at)),
      ...ownerFaults(key, merged, expected.accounts).map(below('keys', at)),
    ]),
    ...repeated(
      [...held, ...keys.map(([{ value }, at]) => ({ path: ['keys', at, 'value'], value }))],
      () => 'Another key of this seed has the same value',
    ),
  ]
}

function settingsFaults({ settings }: Parts, { contract }: Expected): SeedFault[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    settingFaults(name, value, contract).map((message) => ({ path: ['settings', name], message })),
  )
}

interface Named {
  readonly path: SeedFault['path']
  readonly value: string | undefined
}

function repeated(all: readonly Named[], message: (value: string) => string): SeedFault[] {
  const seen = new Set<string>()
  return all.flatMap(({ path, value }) => {
    if (value === undefined || !seen.has(value)) {
      seen.add(value ?? '')
      return []
    }
    return [{ path, message: message(value) }]
  })
}

import { isAdministrative, tenantMember } from '../ways/account-rules.ts'
import { type Seed, type SeedAccount, type SeedClient, seededRoles, seedKeys } from '../ways/seed.ts'
import type { InputMeaning } from '../ways/way.ts'
import type { EngineContract } from './engine-contract.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** By meaning, values for the inputs of a way. */
export type DemoInputs = Readonly<Partial<Record<InputMeaning, string>>>

/** What a reader of the console and of samples can log in with: the published part of a seed. */
export interface DemoData {
  /** As an ordinary account, or as one that has one of these roles. */
  inputsOf(way: ServedWay, roles?: readonly string[]): DemoInputs
  /** A client that keeps a secret. */
  readonly client: SeedClient | undefined
  readonly labels: readonly { readonly label: string; readonly value: string }[]
}

export function demoData(
  engine: Pick<EngineContract, 'accounts' | 'ways'>,
  seed: Seed,
  people = sharers(seed),
): DemoData {
  const loginOf = (account: SeedAccount) =>
    (engine.accounts.loginBy.includes('login') && account.login) || account.email
  const rolesOf = (account: SeedAccount) => {
    const roles = seededRoles(account)
    return roles.length > 0 ? roles : engine.accounts.roles.slice(0, 1)
  }
  const clients = seed.clients ?? []
  const [client] = clients
  const keys = firstKeys(engine, seed)
  const tenant = tenantOf(engine, people)
  const password = people[0]?.password
  return {
    client: clients.find(({ secret }) => secret !== undefined),
    inputsOf(way, roles = []) {
      const person = people.find((each) => rolesOf(each).some((role) => roles.includes(role))) ?? people[0]
      const key = keys.get(way.name)
      return {
        ...(person && { login: way.takesEmail ? person.email : loginOf(person), password: person.password ?? '' }),
        ...(client && { client: client.id }),
        ...(client?.secret !== undefined && { 'client-secret': client.secret }),
        ...(key !== undefined && { key }),
        ...(tenant !== undefined && { tenant }),
      }
    },
    labels: [
      ...people.slice(0, mostPeople).map((account, at) => ({
        label: labelOf(account, at),
        value: account.password === password ? loginOf(account) : `${loginOf(account)} / ${account.password}`,
      })),
      ...(password === undefined ? [] : [{ label: 'password', value: password }]),
      ...(tenant === undefined ? [] : [{ label: 'account', value: tenant }]),
      ...(client ? [{ label: 'client', value: [client.id, client.secret].filter(Boolean).join(' / ') }] : []),
      ...[...keys].map(([way, value]) => ({ label: wordsOf(kindOf(engine, way)), value })),
    ],
  }
}

/** As many people as are shown of a seed that has many. */
const mostPeople = 6

/** The accounts that share a password: one is published with the API, the others are of its documentation. */
function sharers(seed: Seed): readonly SeedAccount[] {
  const byPassword = Map.groupBy(peopleOf(seed), ({ password }) => password)
  return [...byPassword.values()].reduce((most, group) => (group.length > most.length ? group : most), [])
}

/** Everybody who can log in by a password. */
export function peopleOf({ accounts = [] }: Seed): readonly SeedAccount[] {
  return accounts.filter(({ password }) => password !== undefined)
}

function labelOf(account: SeedAccount, at: number): string {
  if (seededRoles(account).some(isAdministrative)) return 'admin'
  return at === 0 ? 'user' : 'another user'
}

/** By way, the first key that the seed has of it. */
function firstKeys(engine: Pick<EngineContract, 'accounts' | 'ways'>, seed: Seed): ReadonlyMap<string, string> {
  const ofWays = seedKeys(engine, seed).flatMap(({ way, value }) => (way === undefined ? [] : [[way, value] as const]))
  return new Map(ofWays.reverse())
}

function tenantOf({ accounts }: Pick<EngineContract, 'accounts'>, [first]: readonly SeedAccount[]) {
  const [tenant] = [first?.[tenantMember(accounts) ?? '']].flat()
  return typeof tenant === 'string' ? tenant : undefined
}

function kindOf({ ways }: Pick<EngineContract, 'ways'>, way: string): string {
  return ways.find(({ name }) => name === way)?.life.credential.name ?? 'key'
}

/** `api-key` is "API key". */
function wordsOf(kind: string): string {
  return kind.replaceAll('-', ' ').replace(/^(api|jwt|pin)\b/, (word) => word.toUpperCase())
}

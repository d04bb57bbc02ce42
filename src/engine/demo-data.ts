import { isAdministrative, tenantMember } from '../ways/account-rules.ts'
import type { Seed, SeedAccount } from '../ways/seed.ts'
import type { InputMeaning } from '../ways/way.ts'
import type { EngineContract } from './engine-contract.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** By meaning, values for the inputs of a way. */
export type DemoInputs = Readonly<Partial<Record<InputMeaning, string>>>

/** What a reader of the console and of samples can log in with: the published part of a seed. */
export interface DemoData {
  /** As an ordinary account, or as one that has one of these roles. */
  inputsOf(way: ServedWay, roles?: readonly string[]): DemoInputs
  readonly labels: readonly { readonly label: string; readonly value: string }[]
}

export function demoData(engine: Pick<EngineContract, 'accounts' | 'ways'>, seed: Seed): DemoData {
  const people = peopleOf(seed)
  const loginOf = (account: SeedAccount) =>
    (engine.accounts.loginBy.includes('login') && account.login) || account.email
  const client = seed.clients?.[0]
  const keys = firstKeys(seed)
  const tenant = tenantOf(engine, people)
  return {
    inputsOf(way, roles = []) {
      const person = people.find(({ role = engine.accounts.roles[0] ?? '' }) => roles.includes(role)) ?? people[0]
      const key = keys.get(way.name)
      return {
        ...(person && { login: loginOf(person), password: person.password ?? '' }),
        ...(client && { client: client.id }),
        ...(client?.secret !== undefined && { 'client-secret': client.secret }),
        ...(key !== undefined && { key }),
        ...(tenant !== undefined && { tenant }),
      }
    },
    labels: [
      ...people.map((account, at) => ({ label: labelOf(account, at), value: loginOf(account) })),
      ...(people[0]?.password === undefined ? [] : [{ label: 'password', value: people[0].password }]),
      ...(tenant === undefined ? [] : [{ label: 'account', value: tenant }]),
      ...(client ? [{ label: 'client', value: [client.id, client.secret].filter(Boolean).join(' / ') }] : []),
      ...[...keys].map(([way, value]) => ({ label: wordsOf(kindOf(engine, way)), value })),
    ],
  }
}

/** The accounts that share a password: one is published with the API, the others are of its documentation. */
function peopleOf({ accounts = [] }: Seed): readonly SeedAccount[] {
  const byPassword = Map.groupBy(
    accounts.filter(({ password }) => password !== undefined),
    ({ password }) => password,
  )
  return [...byPassword.values()].reduce((most, group) => (group.length > most.length ? group : most), [])
}

function labelOf({ role = '' }: SeedAccount, at: number): string {
  if (isAdministrative(role)) return 'admin'
  return at === 0 ? 'user' : 'another user'
}

/** By way, the first key that the seed has of it. */
function firstKeys({ accounts = [], keys = [] }: Seed): ReadonlyMap<string, string> {
  const all = [
    ...accounts.flatMap((account) => Object.entries(account.keys ?? {})),
    ...keys.map(({ way, value }) => [way, value] as const),
  ]
  return new Map(all.reverse())
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

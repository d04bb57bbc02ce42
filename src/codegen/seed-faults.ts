import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { type Contract, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { normaliseLogin } from '../contract/login-name.ts'
import { once } from '../contract/once.ts'
import { isWebOrigin } from '../contract/origin-policy.ts'
import { accountRules, type ServedAccounts, tenantMember } from '../ways/account-rules.ts'
import type { CredentialForm, SettingDeclaration } from '../ways/declarations.ts'
import { type FoundWay, waysOf } from '../ways/found.ts'
import { limitNames, limitSchema } from '../ways/limit-names.ts'
import { furtherMembers, loginNames, type Seed, type SeedAccount } from '../ways/seed.ts'
import { type SeedFault, seedShapeFaults } from './seed-shape.ts'

/** What a seed is checked against. */
interface Expected {
  readonly contract: Contract
  readonly accounts: ServedAccounts
  readonly ways: readonly FoundWay[]
}

/** What is wrong with a seed by its own form and by the contract whose worlds begin with it. */
export function seedFaults(document: ContractDocument, seed: unknown): SeedFault[] {
  const misshapen = seedShapeFaults(seed)
  if (misshapen.length > 0) return misshapen
  const contract = readContract(document)
  const expected = { contract, accounts: accountRules(contract), ways: waysOf(document) }
  const { accounts = [], clients = [], keys = [], settings = {} } = seed as Seed
  return [
    ...accounts.flatMap((account, at) => accountFaults(account, expected).map(below('accounts', at))),
    ...repeated(
      accounts.map(({ id }, at) => ({ path: ['accounts', at, 'id'], value: id })),
      'account has the id',
    ),
    ...repeated(loginsOf(accounts, expected), 'account logs in by'),
    ...repeated(
      clients.map(({ id }, at) => ({ path: ['clients', at, 'id'], value: id })),
      'client has the id',
    ),
    ...keys.flatMap(({ way, value, subject }, at) => [
      ...keyFaults(way, value, expected).map((message) => ({ path: ['keys', at, 'way'], message })),
      ...ownerFaults(subject, accounts, expected).map((message) => ({ path: ['keys', at, 'subject'], message })),
    ]),
    ...repeated(keysOf(accounts, keys), 'key is'),
    ...Object.entries(settings).flatMap(([name, value]) =>
      settingFaults(name, value, expected).map((message) => ({ path: ['settings', name], message })),
    ),
  ]
}

function below(...path: SeedFault['path']) {
  return (fault: SeedFault): SeedFault => ({ ...fault, path: [...path, ...fault.path] })
}

function accountFaults(account: SeedAccount, expected: Expected): SeedFault[] {
  const { accounts } = expected
  const { id, role, password, hash, keys = {} } = account
  const members = Object.keys(accounts.members)
  const faults: readonly (readonly [boolean, SeedFault['path'], string])[] = [
    [
      id !== undefined && !hasForm(id, accounts.id),
      ['id'],
      `"${id}" is not an id of an account: ${idForm(accounts.id)}`,
    ],
    [role !== undefined && !accounts.roles.includes(role ?? ''), ['role'], unknown('role', role ?? '', accounts.roles)],
    [hash !== undefined && password === undefined, ['hash'], 'There is a hash without its password'],
    [
      loginNames(account, accounts).length === 0,
      [],
      `Nobody could log in as this account: it has no ${accounts.loginBy.join(' or ')}`,
    ],
  ]
  return [
    ...faults.filter(([isWrong]) => isWrong).map(([, path, message]) => ({ path, message })),
    ...Object.keys(furtherMembers(account))
      .filter((name) => !members.includes(name))
      .map((name) => ({ path: [name], message: unknown('member of accounts', name, members) })),
    ...Object.entries(keys).flatMap(([way, value]) =>
      keyFaults(way, value, expected).map((message) => ({ path: ['keys', way], message })),
    ),
  ]
}

function unknown(what: string, name: string, known: readonly string[]): string {
  return `There is no ${what} "${name}"; ${known.length === 0 ? 'the contract declares none' : `there are ${known.join(', ')}`}`
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function hasForm(text: string, form: CredentialForm | 'number'): boolean {
  if (form === 'number') return /^[1-9]\d{0,14}$/.test(text)
  if (form === 'uuid') return uuid.test(text)
  return typeof form === 'object' && 'pattern' in form ? new RegExp(`^(?:${form.pattern})$`, 'u').test(text) : true
}

function idForm(form: CredentialForm | 'number'): string {
  if (typeof form === 'object' && 'pattern' in form) return `its form is ${form.pattern}`
  return form === 'number' ? 'they are numbers' : 'they are UUIDs in lower case'
}

/** A key of a way that there is not, or that does not look like one of it. */
function keyFaults(name: string, value: string, { ways }: Expected): string[] {
  const way = ways.find((each) => each.name === name)
  if (!way)
    return [
      unknown(
        'way',
        name,
        ways.map((each) => each.name),
      ),
    ]
  const form = way.lifecycle.credential?.form ?? 'opaque'
  if (typeof form === 'object' && 'jwt' in form)
    return [`The way "${name}" issues JWTs, which a seed cannot have: they are signed when they are issued`]
  if (hasForm(value, form)) return []
  return [`This is not a key of the way "${name}": ${idForm(form)}`]
}

/** Whose key it is: an account, or a tenant that one is a member of. */
function ownerFaults(subject: string, accounts: readonly SeedAccount[], { accounts: rules }: Expected): string[] {
  const isMember = (account: SeedAccount) => [account[tenantMember(rules) ?? '']].flat().includes(subject)
  const isIt = (account: SeedAccount) =>
    [account.id, ...loginNames(account, rules)].includes(subject) || isMember(account)
  return accounts.some(isIt) ? [] : [`There is no account "${subject}" in this seed`]
}

interface Named {
  readonly path: SeedFault['path']
  readonly value: string | undefined
}

function loginsOf(accounts: readonly SeedAccount[], { accounts: rules }: Expected): readonly Named[] {
  return accounts.flatMap((account, at) =>
    [...new Set(loginNames(account, rules).map(normaliseLogin))].map((value) => ({ path: ['accounts', at], value })),
  )
}

function keysOf(accounts: readonly SeedAccount[], keys: NonNullable<Seed['keys']>): readonly Named[] {
  const own = accounts.flatMap(({ keys: held = {} }, at) =>
    Object.entries(held).map(([way, value]) => ({ path: ['accounts', at, 'keys', way], value })),
  )
  return [...own, ...keys.map(({ value }, at) => ({ path: ['keys', at, 'value'], value }))]
}

function repeated(all: readonly Named[], what: string): SeedFault[] {
  const seen = new Set<string>()
  return all.flatMap(({ path, value }) => {
    if (value === undefined || !seen.has(value)) {
      seen.add(value ?? '')
      return []
    }
    return [{ path, message: `Another ${what} "${value}", too` }]
  })
}

const ajv = once(() => formats.default(new Ajv2020({ strict: false })).addFormat('origin', isWebOrigin))

function settingFaults(name: string, value: unknown, { contract }: Expected): string[] {
  const declared = (contract.document['x-settings'] ?? {}) as Readonly<Record<string, SettingDeclaration>>
  const isLimit = (limitNames as readonly string[]).includes(name)
  const schema = Object.hasOwn(declared, name) ? declared[name]?.schema : isLimit ? limitSchema : undefined
  if (!schema) return [unknown('setting', name, [...limitNames, ...Object.keys(declared)])]
  if (ajv().validate(schema, value)) return []
  const [{ instancePath = '', message = 'does not fit' } = {}] = ajv().errors ?? []
  return [`"${[name, ...instancePath.split('/').slice(1)].join('.')}" ${message}`]
}

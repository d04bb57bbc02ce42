import { emailAddress } from '../contract/email.ts'
import { meant, nearest } from '../contract/nearest.ts'
import type { ServedAccounts } from '../ways/account-rules.ts'
import { furtherMembers, loginNames, ownAccountMembers, type SeedAccount, seededRoles } from '../ways/seed.ts'
import type { Expected } from './seed-expected.ts'
import { hasForm, idForm } from './seed-forms.ts'
import type { SeedFault } from './seed-shape.ts'

/** What is wrong with an account of a seed, except for its keys. */
export function accountFaults(account: SeedAccount, { accounts }: Expected): SeedFault[] {
  const members = Object.keys(accounts.members)
  const faults = checks.filter(({ isWrong }) => isWrong(account, accounts))
  return [
    ...faults.map(({ path, says }) => ({ path, message: says(account, accounts) })),
    ...seededRoles(account)
      .map((role, at) => ({ role, path: account.roles ? ['roles', at] : ['role'] }))
      .filter(({ role }) => !accounts.roles.includes(role))
      .map(({ role, path }) => ({ path, message: `There is no role "${role}"${meant(role, accounts.roles)}` })),
    ...Object.keys(furtherMembers(account))
      .filter((name) => !members.includes(name))
      .map((name) => ({
        path: [name],
        message: `There is no member of accounts "${name}"${others(name, members)}`,
      })),
  ]
}

function others(name: string, members: readonly string[]): string {
  const near = nearest(name, [...ownAccountMembers, ...members])
  if (near !== undefined) return `; did you mean "${near}"?`
  return members.length === 0 ? '; the contract declares none' : `; there are ${members.join(', ')}`
}

const phcString = /^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,2}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{43}$/

const argon2id = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

interface Check {
  readonly path: readonly string[]
  isWrong(account: SeedAccount, rules: ServedAccounts): boolean
  says(account: SeedAccount, rules: ServedAccounts): string
}

const checks: readonly Check[] = [
  {
    path: ['id'],
    isWrong: ({ id }, rules) => id !== undefined && !hasForm(id, rules.id),
    says: ({ id }, rules) => `"${id}" is not an id of an account: ${idForm(rules.id)}`,
  },
  {
    path: ['email'],
    isWrong: ({ email }) => !emailAddress.test(email),
    says: ({ email }) => `"${email}" is not an e-mail address`,
  },
  {
    path: ['phone'],
    isWrong: ({ phone }) => phone !== undefined && !/^\+?[0-9]{6,15}$/.test(phone),
    says: ({ phone }) => `"${phone}" is not a phone number: it has 6 to 15 digits, perhaps after a plus sign`,
  },
  {
    path: ['role'],
    isWrong: ({ role, roles }) => role !== undefined && roles !== undefined,
    says: () => 'An account has "role" or "roles", not both',
  },
  {
    path: ['hash'],
    isWrong: ({ hash, password }) => hash !== undefined && password === undefined,
    says: () => 'There is a hash without its password',
  },
  {
    path: ['hash'],
    isWrong: ({ hash, password }) => hash !== undefined && password !== undefined && !phcString.test(hash),
    says: () => `The hash is not a PHC string of argon2id, such as ${argon2id}`,
  },
  {
    path: [],
    isWrong: (account, rules) => loginNames(account, rules).length === 0,
    says: (_, { loginBy }) => `Nobody could log in as this account: it has no ${loginBy.join(' or ')}`,
  },
]

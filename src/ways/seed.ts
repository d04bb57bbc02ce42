import type { ServedAccounts } from './account-rules.ts'

/** The data that a new world of an API begins with: `seed.yaml`, and `seed` of a configuration. */
export interface Seed {
  readonly accounts?: readonly SeedAccount[]
  readonly clients?: readonly SeedClient[]
  readonly keys?: readonly SeedKey[]
  readonly settings?: Readonly<Record<string, unknown>>
}

/** An account; any other member is one of `x-accounts`. */
export interface SeedAccount {
  /** Default: made in the form that `x-accounts` has. */
  readonly id?: string
  readonly email: string
  readonly login?: string
  readonly phone?: string
  /** Default: the e-mail. */
  readonly name?: string
  /** Default: the first one. */
  readonly role?: string
  /** Several, instead of one. */
  readonly roles?: readonly string[]
  /** None for an account that cannot log in by one. */
  readonly password?: string
  /** A PHC string of the password, so that a start does not have to compute one. */
  readonly hash?: string
  /** By way or scheme, the credentials of the account: the value, or also what is kept with it. */
  readonly keys?: Readonly<Record<string, string | SeedCredential>>
  readonly [member: string]: unknown
}

export interface SeedClient {
  readonly id: string
  /** Default: the id. */
  readonly name?: string
  /** None for a client that keeps no secret. */
  readonly secret?: string
  readonly redirectUris?: readonly string[]
}

/** A credential that is held from the start; any other member is kept with it, as `x-action` of its kind would. */
interface SeedCredential {
  /** As clients send it; for HTTP Basic `user:password`. */
  readonly value: string
  /** Default: a number or a UUID, as its contract has them. */
  readonly id?: string
  /** Default: all of its scheme that are not roles. */
  readonly scopes?: readonly string[]
  /** A duration of ISO 8601, or `never`. */
  readonly lifetime?: string
  readonly [member: string]: unknown
}

/** A credential of one way or of one security scheme, and whose it is. */
export interface SeedKey extends SeedCredential {
  readonly way?: string
  readonly scheme?: string
  /** An account by its id, e-mail or login; else a client by its id, or a tenant that accounts are members of. */
  readonly subject: string
}

/** The members of an account that have a meaning of their own. */
export const ownAccountMembers: readonly string[] = [
  ...['id', 'email', 'login', 'phone', 'name', 'role', 'roles', 'password', 'hash', 'keys'],
]

/** The members that an account of a seed has in addition to those that all have. */
export function furtherMembers(account: SeedAccount): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(account).filter(([name]) => !ownAccountMembers.includes(name)))
}

export function seededRoles({ role, roles = role === undefined ? [] : [role] }: SeedAccount): readonly string[] {
  return roles
}

/** The names that an account is found by when it logs in. */
export function loginNames(
  account: Pick<SeedAccount, 'email' | 'login' | 'phone'>,
  { loginBy }: Pick<ServedAccounts, 'loginBy'>,
): readonly string[] {
  return loginBy.flatMap((name) => account[name] ?? [])
}

/** The credentials that an account has in its own entry; a name is that of a way, else of a scheme. */
export function accountKeys(
  account: SeedAccount,
  { ways, accounts }: { readonly ways: readonly { readonly name: string }[]; readonly accounts: ServedAccounts },
): readonly SeedKey[] {
  const [login = account.email] = loginNames(account, accounts)
  return Object.entries(account.keys ?? {}).map(([name, held]) => ({
    ...(typeof held === 'string' ? { value: held } : held),
    ...(ways.some((way) => way.name === name) ? { way: name } : { scheme: name }),
    subject: account.id ?? login,
  }))
}

/** All credentials of a seed. */
export function seedKeys(contract: Parameters<typeof accountKeys>[1], { accounts = [], keys = [] }: Seed) {
  return [...accounts.flatMap((account) => accountKeys(account, contract)), ...keys]
}

/**
 * A seed in the place of the usual one: accounts, clients and keys as a whole, settings one by one. Usual keys go with
 * the accounts and clients that they act for.
 */
export function mergedSeed(usual: Seed, own: Seed | undefined): Seed {
  if (!own) return usual
  const { accounts = usual.accounts ?? [], clients = usual.clients ?? [] } = own
  const holders = new Set([...accounts.flatMap(namesOf), ...clients.map(({ id }) => id)])
  const kept = (usual.keys ?? []).filter(({ subject }) => holders.has(subject))
  const settings = { ...usual.settings, ...own.settings }
  return { accounts, clients, keys: own.keys ?? kept, settings }
}

/** Everything that a key can call an account by, tenants included. */
function namesOf(account: SeedAccount): readonly unknown[] {
  return Object.values(account).flat()
}

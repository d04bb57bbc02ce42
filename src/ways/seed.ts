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
  /** None for an account that cannot log in by one. */
  readonly password?: string
  /** A PHC string of the password, so that a start does not have to compute one. */
  readonly hash?: string
  /** By way, the credentials of the account. */
  readonly keys?: Readonly<Record<string, string>>
  readonly [member: string]: unknown
}

interface SeedClient {
  readonly id: string
  /** Default: the id. */
  readonly name?: string
  /** None for a client that keeps no secret. */
  readonly secret?: string
  readonly redirectUris?: readonly string[]
}

/** A credential that is held from the start; any other member is kept with it, as `x-action` of its kind would. */
export interface SeedKey {
  readonly way: string
  readonly value: string
  /** An account by its id, e-mail or login; else a tenant that accounts are members of. */
  readonly subject: string
  readonly scopes?: readonly string[]
  readonly [member: string]: unknown
}

/** The members of an account that have a meaning of their own. */
const ownMembers: ReadonlySet<string> = new Set([
  ...['id', 'email', 'login', 'phone', 'name', 'role', 'password', 'hash', 'keys'],
])

/** The members that an account of a seed has in addition to those that all have. */
export function furtherMembers(account: SeedAccount): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(account).filter(([name]) => !ownMembers.has(name)))
}

/** The names that an account is found by when it logs in. */
export function loginNames(
  account: Pick<SeedAccount, 'email' | 'login' | 'phone'>,
  { loginBy }: Pick<ServedAccounts, 'loginBy'>,
): readonly string[] {
  return loginBy.flatMap((name) => account[name] ?? [])
}

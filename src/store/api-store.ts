import { defaultFailureLimits, type FailureLimits } from '../auth/failure-limits.ts'
import type { Passwords } from '../auth/password.ts'
import { Accounts } from './accounts.ts'
import { Clients } from './clients.ts'
import { Failures } from './failures.ts'
import { Families } from './families.ts'
import { MemoryLimits } from './memory-limits.ts'
import { Outbox } from './outbox.ts'
import { RateLimits } from './rate-limits.ts'
import { Resources } from './resources.ts'
import type { Scope } from './scope.ts'
import { Secrets } from './secrets.ts'
import { Settings, type SettingValues } from './settings.ts'

/** Everything one API keeps in one world. */
export interface ApiStore {
  readonly scope: Scope
  readonly accounts: Accounts
  readonly secrets: Secrets
  readonly families: Families
  readonly clients: Clients
  readonly resources: Resources
  readonly failures: Failures
  readonly rateLimits: RateLimits
  readonly memoryLimits: MemoryLimits
  readonly outbox: Outbox
  readonly settings: Settings
}

/** The limits that every API has: on guessing, and on the passwords that one network address may have hashed. */
export interface Limits extends FailureLimits {
  /** How many passwords of one network address are hashed within an hour. */
  readonly passwordsPerAddress: number
}

export const defaultLimits: Limits = { ...defaultFailureLimits, passwordsPerAddress: 10_000 }

/** Every API has settings, and its limits are always among them. */
export type ApiSettings = SettingValues & Limits

/** What the worlds of an API begin with. */
export interface Seeding {
  /** What it is made of, where that can change while worlds exist. */
  readonly edition?: string
  /** Does what takes long before a world is filled, which is one transaction. */
  prepare?(passwords: Passwords): Promise<void>
  /** Fills a new world; it begins empty without. */
  seed?(store: ApiStore, passwords: Passwords): Promise<void>
  /** Adds what a world that began with another edition does not have. */
  refill?(store: ApiStore, passwords: Passwords): Promise<void>
  /** Whether a world that is in use and names no edition is refilled, too. */
  readonly refillsAll?: boolean
}

/** What the store has to know of an API to keep its things. */
export interface Tenant extends Seeding {
  readonly id: string
  readonly settings: ApiSettings
  /** What worlds begin with where there are no demo data: the seed of the user alone. */
  readonly withoutDemo?: Seeding
}

/** What can be changed together with other things. */
export type Unit = Pick<ApiStore, 'accounts' | 'secrets' | 'resources' | 'rateLimits' | 'outbox'>

/** Does several things as one: all of them happen, or none, and nothing else in between. */
export async function atomically<Result>(
  { scope }: Pick<ApiStore, 'scope'>,
  work: (unit: Unit) => Promise<Result>,
): Promise<Result> {
  return scope.database.transaction((database) => {
    const inside = { ...scope, database }
    return work({
      accounts: new Accounts(inside),
      secrets: new Secrets(inside),
      resources: new Resources(inside),
      rateLimits: new RateLimits(inside),
      outbox: new Outbox(inside),
    })
  })
}

export function apiStore(scope: Scope, defaults: ApiSettings): ApiStore {
  return withSettings(scope, new Settings(scope, defaults))
}

/** The same store for pages of other sites: what they get wrong or use up is counted apart from everybody else's. */
export function foreignStore({ scope, settings }: ApiStore): ApiStore {
  return withSettings({ ...scope, counting: 'foreign' }, settings)
}

function withSettings(scope: Scope, settings: Settings): ApiStore {
  const failures = new Failures(scope, () => settings.current as ApiSettings)
  return { ...apiParts(scope), settings, failures, memoryLimits: new MemoryLimits(scope.clock) }
}

/** What holds nothing in memory, and so can be made anew for one request. */
export function apiParts(scope: Scope): Omit<ApiStore, 'settings' | 'failures' | 'memoryLimits'> {
  return {
    scope,
    accounts: new Accounts(scope),
    secrets: new Secrets(scope),
    families: new Families(scope),
    clients: new Clients(scope),
    resources: new Resources(scope),
    rateLimits: new RateLimits(scope),
    outbox: new Outbox(scope),
  }
}

import type { Clock } from '../auth/clock.ts'
import type { KeyRing } from '../auth/key-ring.ts'
import type { Random } from '../auth/secret.ts'
import type { Database } from './database.ts'

/** One API in one world: what every part of the store is told about where it stands. */
export interface Scope {
  readonly database: Database
  readonly world: string
  readonly api: string
  /** The world's clock. */
  readonly clock: Clock
  readonly random: Random
  readonly keys: KeyRing
  /** Whose tries and uses are counted: pages of other sites have limits of their own. */
  readonly counting?: 'foreign'
}

/** The same scope for what limits are counted in. */
export function limitScope(scope: Scope): Scope {
  return scope.counting === undefined ? scope : { ...scope, api: `${scope.api} ${scope.counting}` }
}

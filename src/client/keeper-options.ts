import type { Caller } from './caller.ts'
import type { Lost, Renewed, StorageFailed } from './events.ts'
import type { Lock } from './lock.ts'
import type { CredentialStorage } from './storage.ts'
import type { ClientScheme, WayRow } from './ways.ts'

/** What a keeper needs, and whom it tells. */
export interface KeeperOptions {
  readonly way: string
  readonly row: WayRow
  readonly scheme: ClientScheme
  readonly inputs: Readonly<Record<string, unknown>>
  readonly key: string
  readonly storage: CredentialStorage
  readonly lock: Lock
  /** Whether others may renew the same credential at the same time. */
  readonly mayRace: boolean
  readonly call: Caller
  readonly now: () => number
  readonly onRenewed: ((event: Renewed) => void) | undefined
  readonly onLost: ((event: Lost) => void) | undefined
  readonly onStorageFailed: ((event: StorageFailed) => void) | undefined
  /** Called when `isAuthenticated` may have changed. */
  readonly onChanged: () => unknown
}

/** Why there is to be another credential. */
export interface Why {
  /** Somebody logs in, whatever is held. */
  readonly isAfresh?: boolean
  /** The API has refused the one that is held. */
  readonly isRefused?: boolean
}

import type { Logger } from 'pino'
import type { Clock } from '../auth/clock.ts'
import type { KeyRing } from '../auth/key-ring.ts'
import type { Passwords } from '../auth/password.ts'
import type { Random } from '../auth/secret.ts'
import type { WorkQueue } from '../auth/work-queue.ts'
import type { ServedNames } from '../contract/address.ts'
import type { Reload } from '../control/reload.ts'
import type { Api } from '../served/api.ts'
import type { IdentityProviders } from '../served/identity-providers.ts'
import type { MountedApi } from '../server/mounted-api.ts'
import type { Store } from '../store/store.ts'
import type { ThrowawayWorlds } from '../store/throwaway-worlds.ts'
import type { TracedApi } from '../traffic/observed.ts'
import type { Traffic } from '../traffic/traffic.ts'
import type { AppParts } from './app.ts'

/** An API of this server, and what its exchanges are explained by. */
export interface TracedMount {
  readonly api: MountedApi<Api>
  readonly traced: TracedApi
}

/** Everything a request may need, made once at start. */
export interface ServerParts extends AppParts {
  readonly apis: ReadonlyMap<string, TracedMount>
  readonly served: ServedNames
  readonly store: Store
  /** Where foreign pages are answered in worlds that do not exist. */
  readonly throwawayWorlds: ThrowawayWorlds
  /** The machine's clock. */
  readonly clock: Clock
  readonly passwords: Passwords
  /** What passwords are hashed in, of all APIs and worlds. */
  readonly queue: WorkQueue
  readonly random: Random
  readonly keys: KeyRing
  readonly providers: IdentityProviders
  readonly controlToken: string | undefined
  readonly traffic: Traffic
  /** The port of the mocks; undefined while there are none. */
  readonly portOfMocks: () => number | undefined
  /** Whether worlds begin with the demo data. */
  readonly demo: boolean
  /** By API, what came of its files when they were last read again. */
  readonly reloads: ReadonlyMap<string, Reload>
  readonly log: Logger
}

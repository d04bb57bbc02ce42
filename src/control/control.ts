import type { Api } from '../served/api.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/world.ts'
import type { Traffic } from '../traffic/traffic.ts'
import type { Caution } from './cautions.ts'
import type { Reload } from './reload.ts'

/** The id of the control API, which is always served. */
export const controlApi = 'sandbox'

/** What the control API works with in addition to its own context: the server that it steers. */
export interface Control {
  readonly apis: ReadonlyMap<string, Api>
  readonly store: Store
  readonly world: World
  readonly traffic: Traffic
  /** The token that commands the server; undefined on loopback, where none is needed. */
  readonly token: string | undefined
  /** Tells those who run the server of a setting that had better not be what it is now. */
  readonly caution: (caution: Caution) => void
  /** The port of the mocks on this machine; undefined while they are not running. */
  readonly mockPort: number | undefined
  /** Whether worlds begin with the demo data. */
  readonly demo: boolean
  /** By API, what came of its files when they were last read again. */
  readonly reloads: ReadonlyMap<string, Reload>
}

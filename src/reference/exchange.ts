import type { Api, Context, Reading } from '../apis/api.ts'
import type { Address } from '../contract/address.ts'
import type { Reply } from '../contract/handler.ts'
import type * as server from '../server/exchange.ts'
import type { MountedApi } from '../server/mounted-api.ts'
import type { Faults } from '../store/faults.ts'
import type { TracedApi } from '../traffic/observed.ts'
import type { Traffic } from '../traffic/traffic.ts'

/** A request that has no world yet. */
export interface Unserved extends server.Unserved {
  readonly api: MountedApi<Api>
  readonly place: Address
  readonly traffic: Traffic
  /** What its exchange is explained by. */
  readonly traced: TracedApi
  /** When it began: by the world's clock, and in milliseconds of this process. */
  readonly started: number
  readonly began: number
}

/** One request in the pipeline of the reference server. */
export interface Exchange extends Unserved, server.Exchange<Context> {
  readonly api: MountedApi<Api>
  readonly place: Address
  /** The faults of this world. */
  readonly faults: Faults
  /** Whether a header of the request may add a fault to it. */
  readonly acceptsFaults: boolean
  /** What faults do to the reply before it is checked and sent. */
  readonly amendments: ((reply: Reply) => Reply)[]
  reading?: Reading<unknown>
  /** What was made to go wrong, as the header that asks for it spells it. */
  fault?: string
}

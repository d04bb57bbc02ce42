import type { Address } from '../contract/address.ts'
import type { FaultyExchange } from '../faults/faulty-exchange.ts'
import type { Api, Context, Reading } from '../served/api.ts'
import type * as server from '../server/exchange.ts'
import type { MountedApi } from '../server/mounted-api.ts'
import type { NodeRequest, NodeResponse } from '../server/node-transport.ts'
import type { TracedApi } from '../traffic/observed.ts'
import type { Traffic } from '../traffic/traffic.ts'

/** A request that has no world yet. */
export interface Unserved extends server.Unserved {
  readonly request: NodeRequest
  readonly response: NodeResponse
  readonly api: MountedApi<Api>
  readonly place: Address
  /** Whether a page sent it that is neither on this machine nor listed; it leaves no trace that the developer would feel. */
  readonly isForeign: boolean
  /** Where it is recorded; undefined for what foreign pages ask of worlds that do not exist. */
  readonly traffic: Traffic | undefined
  /** What its exchange is explained by. */
  readonly traced: TracedApi
  /** When it began: by the world's clock, and in milliseconds of this process. */
  readonly started: number
  readonly began: number
}

/** A request for which no world was looked at but for its settings. */
export interface Arrived extends Unserved, server.Arrived {
  readonly request: NodeRequest
  readonly response: NodeResponse
  readonly api: MountedApi<Api>
  readonly place: Address
}

/** One request in the pipeline of the reference server. */
export interface Exchange extends Arrived, server.Exchange<Context>, FaultyExchange {
  readonly request: NodeRequest
  readonly response: NodeResponse
  readonly api: MountedApi<Api>
  readonly place: Address
  context: Context
  reading?: Reading<unknown> | undefined
}

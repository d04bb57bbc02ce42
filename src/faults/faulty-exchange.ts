import type { FieldReader } from '../auth/authorization.ts'
import type { Clock } from '../auth/clock.ts'
import type { Reply } from '../contract/handler.ts'
import type * as server from '../server/exchange.ts'
import type { MountedApi } from '../server/mounted-api.ts'
import type { NodeResponse } from '../server/node-transport.ts'
import type { ServedApi } from '../server/served-api.ts'
import type { ApiStore } from '../store/api-store.ts'
import type { Faults } from './faults.ts'
import type { ScenarioTargets } from './scenarios.ts'

/** What faults replace in the context of a handler. */
export interface FaultyContext {
  readonly store: ApiStore
  readonly clock: Clock
  readonly fields: FieldReader
  readonly providers: { finish(...asked: never[]): Promise<unknown> }
}

/** What faults have to know of an API. */
interface FaultyApi extends ServedApi<never> {
  readonly scenarioTargets: ScenarioTargets
  /** Whether it is the control API, in which nothing goes wrong. */
  readonly commands: boolean
}

/** A request that can go wrong: what faults read of an exchange of the reference server, and what they change. */
export interface FaultyExchange extends server.Arrived {
  readonly response: NodeResponse
  readonly api: MountedApi<FaultyApi>
  context: FaultyContext
  caller?: unknown
  /** The bytes of the body, once they are read. */
  bytes?: Buffer
  /** The faults of this world. */
  readonly faults: Faults
  /** What faults do to the reply before it is checked and sent. */
  readonly amendments: ((reply: Reply) => Reply)[]
  /** What was made to go wrong, as the header that asks for it spells it. */
  fault?: string
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from '../apis/api.ts'
import type { FieldReader } from '../auth/authorization.ts'
import type { Random } from '../auth/secret.ts'
import type { Address } from '../contract/address.ts'
import type { Operation } from '../contract/contract.ts'
import type { Finding } from '../contract/finding.ts'
import type { Reply } from '../contract/handler.ts'
import type { OriginRules } from '../contract/origin-policy.ts'
import { valuesOf } from '../contract/raw-headers.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Faults } from '../store/faults.ts'
import type { Presented } from '../traffic/observed.ts'
import type { Traffic } from '../traffic/traffic.ts'
import type { ApiRequest } from './api-request.ts'
import type { MountedApi } from './mounted-api.ts'

/** One request on its way; each step fills in what the next ones need. */
export interface Exchange {
  readonly request: ApiRequest
  readonly response: ServerResponse
  readonly place: Address
  readonly api: MountedApi
  /** What the steps and the handler work with; a fault may put another in its place. */
  context: Context
  /** What is to go wrong in this world. */
  readonly faults: Faults
  /** Whether a request may say by itself what shall go wrong with it. */
  readonly isSteerable: boolean
  /** What faults do to the reply before it is checked and sent. */
  readonly amendments: ((reply: Reply) => Reply)[]
  readonly origins: OriginRules
  readonly random: Random
  readonly traffic: Traffic
  /** When it began: by the world's clock, and in milliseconds of this process. */
  readonly started: number
  readonly began: number
  operation?: Operation
  params: Readonly<Record<string, string>>
  caller?: unknown
  body?: unknown
  /** The bytes of the body, once they are read. */
  bytes?: Buffer
  /** What was read of a credential, and what was found out of it; for those who run the server, never for the client. */
  presented?: Presented
  finding?: Finding
  /** What was made to go wrong, as the header that asks for it spells it. */
  fault?: string
  /** How the answer would have broken the contract. */
  deviation?: string
}

/** A request that has no world yet. */
export type Unserved = Omit<Exchange, 'context' | 'faults' | 'isSteerable' | 'amendments'>

/** What ends an exchange: a reply of the handler, or a refusal that the API's form turns into one. */
export type Outcome = Reply | Refusal

/** The end of an exchange without an answer: its connection goes. */
export const dropped = { dropped: true } as const
export type Dropped = typeof dropped

/** One named step of the way; undefined lets the request go on to the next. */
export type Step = (exchange: Exchange) => Outcome | Dropped | undefined | Promise<Outcome | Dropped | undefined>

/** Reads header lines as they came in. */
export function fieldReader({ rawHeaders }: IncomingMessage): FieldReader {
  return (name) => valuesOf(rawHeaders, name)
}

import type { FieldReader } from '../auth/authorization.ts'
import type { Random } from '../auth/secret.ts'
import type { Address } from '../contract/address.ts'
import type { Operation } from '../contract/contract.ts'
import type { Finding } from '../contract/finding.ts'
import type { Reply } from '../contract/handler.ts'
import type { OriginRules } from '../contract/origin-policy.ts'
import { valuesOf } from '../contract/raw-headers.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Routed } from '../contract/router.ts'
import type { ApiRequest } from './api-request.ts'
import type { MountedApi } from './mounted-api.ts'
import type { Reading } from './scheme-reader.ts'
import type { ServedApi } from './served-api.ts'
import type { ServedRequest, ServedResponse } from './transport.ts'

/** A request that an API has to answer, however far it gets. */
export interface Unserved {
  readonly request: ServedRequest
  readonly response: ServedResponse
  /** The same request as the validator wants it. */
  readonly asked: ApiRequest
  /** Where the client sent it. */
  readonly place: Pick<Address, 'ownOrigins'>
  readonly api: MountedApi
  readonly origins: OriginRules
  readonly random: Random
  operation?: Operation
  /** The scheme that was read last, and what came of it; for those who run the server, never for the client. */
  scheme?: string | undefined
  reading?: Reading<unknown> | undefined
  /** How the answer would have broken the contract. */
  deviation?: string
}

/** A request for which nothing was looked up yet: it can be routed, and its origin can be judged. */
export interface Arrived extends Unserved {
  /** Request headers of the server itself, which a preflight grants in addition to the documented ones. */
  readonly ownHeaders: readonly string[]
  params: Readonly<Record<string, string>>
  /** More operations of the same path, of which the body tells which is meant. */
  alternatives?: readonly Routed[]
}

/** One request in the pipeline; each step fills in what the next ones need. */
export interface Exchange<Context> extends Arrived {
  readonly api: MountedApi<ServedApi<Context>>
  /** What the credential readers and the handler work with; a step may put another in its place. */
  context: Context
  caller?: unknown
  /** The bytes of the body, once they are read. */
  bytes?: Buffer
  /** What was found out of a credential that was refused; for the same people. */
  finding?: Finding | undefined
}

/** What ends an exchange: a reply of the handler, or a refusal that the API's form turns into one. */
export type Outcome = Reply | Refusal

/** The end of an exchange without a whole answer: its connection is reset in the middle of one that has these headers. */
export interface Dropped {
  readonly dropped: (headers: Readonly<Record<string, string>>) => void
}

/** One named step of the pipeline; undefined lets the request go on to the next. */
export type Step<Served extends Unserved> = (
  exchange: Served,
) => Outcome | Dropped | undefined | Promise<Outcome | Dropped | undefined>

/** Reads header lines as they came in. */
export function fieldReader({ rawHeaders }: Pick<ServedRequest, 'rawHeaders'>): FieldReader {
  return (name) => valuesOf(rawHeaders, name)
}

/** The operation of a request that was routed. */
export function operationOf({ operation }: Unserved): Operation {
  if (!operation) throw new TypeError('No operation was found before this step')
  return operation
}

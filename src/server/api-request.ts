import type { IncomingHttpHeaders } from 'node:http'

/** A request as the validator wants it: its target taken apart, its body once it is read. Nothing of it is Express's. */
export interface ApiRequest {
  readonly method: string
  readonly path: string
  /** The query with its `?`, or `''`. */
  readonly originalUrl: string
  /** Those that the contract names also stand under its name, as it means them, once they are validated. */
  headers: IncomingHttpHeaders
  /** The parameters of each place, once they are validated. */
  params: Readonly<Record<string, unknown>>
  query: Readonly<Record<string, unknown>>
  cookies?: Readonly<Record<string, unknown>>
  body?: unknown
  /** The documented media type or range whose schema judges the body; undefined where none can. */
  judgedAs?: string
}

import type { IncomingHttpHeaders } from 'node:http'

/** A request as the validator wants it: its target taken apart, its body once it is read. Nothing of it is Express's. */
export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
  /** All that the validator reads of this is the query, and it parses whatever stands here on every request. */
  readonly originalUrl: string
  params: Readonly<Record<string, unknown>>
  body?: unknown
  /** The documented media type or range whose schema judges the body; undefined where none can. */
  judgedAs?: string
}

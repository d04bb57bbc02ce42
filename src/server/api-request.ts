import type { IncomingMessage } from 'node:http'

/** A request as the validator wants it, made of Node's without Express: its target taken apart, its body once it is read. */
export interface ApiRequest extends IncomingMessage {
  readonly method: string
  readonly path: string
  readonly query: Record<string, unknown>
  /** All that the validator reads of this is the query, and it parses whatever stands here on every request. */
  readonly originalUrl: string
  params: Readonly<Record<string, unknown>>
  body?: unknown
}

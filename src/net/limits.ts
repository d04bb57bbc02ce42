import type { ServerOptions } from 'node:http'

const second = 1_000

/** What a server takes on. Times are milliseconds. */
export interface Limits {
  /** What Node lets through before any of our code runs. */
  readonly server: ServerOptions
  readonly mostConnections: number
  /** How many requests of one connection may wait behind the one that is being answered. */
  readonly mostWaitingRequests: number
  /** How long a client whose request could not be read may go on sending before its connection is cut. */
  readonly longestFarewell: number
  /** How long a stop waits for requests under way before it cuts them off. */
  readonly longestDrain: number
}

export const limits: Limits = {
  server: {
    maxHeaderSize: 16_384,
    headersTimeout: 10 * second,
    requestTimeout: 30 * second,
    keepAliveTimeout: 5 * second,
    connectionsCheckingInterval: second,
    requireHostHeader: true,
  },
  mostConnections: 1_000,
  mostWaitingRequests: 100,
  longestFarewell: second,
  longestDrain: 10 * second,
}

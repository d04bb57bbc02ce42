import type { ServerOptions } from 'node:http'

const second = 1_000

/** What a server takes on. Times are milliseconds. */
export interface Limits {
  /** What Node lets through before any of our code runs; longer headers are refused by what answers, which is told of it. */
  readonly server: ServerOptions
  /** The most bytes of a request line and its headers. */
  readonly longestHead: number
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
    maxHeaderSize: 65_536,
    headersTimeout: 10 * second,
    requestTimeout: 30 * second,
    keepAliveTimeout: 5 * second,
    connectionsCheckingInterval: second,
    requireHostHeader: true,
  },
  longestHead: 16_384,
  mostConnections: 1_000,
  mostWaitingRequests: 100,
  longestFarewell: second,
  longestDrain: 10 * second,
}

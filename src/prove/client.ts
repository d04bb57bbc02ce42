/** What a client is told of the situation that it runs in. */
export interface Told {
  /** Where the API is. */
  readonly url: string
  /** The id of the situation. */
  readonly situation: string
  /** Aborted when the client has to end. */
  readonly signal: AbortSignal
}

/** Runs a client once, to its end. Undefined for one that ended well, else what it said. */
export type RunClient = (told: Told) => Promise<string | undefined>

/** A credential has been replaced. */
export interface Renewed {
  readonly way: string
  /** When the new one dies, in milliseconds since 1970, if the API says. */
  readonly expires?: number
}

/** There is no credential any more, and none to be had without a login. */
export interface Lost {
  readonly way: string
  /** Refused by the API, or ended by another tab. */
  readonly reason: 'refused' | 'ended elsewhere'
  readonly status?: number
}

/** The storage could not do its part; the credential is kept in memory, and not beyond this page or program. */
export interface StorageFailed {
  readonly way: string
  readonly action: 'read' | 'write' | 'delete'
  readonly error: unknown
}

import type { Sent } from './request.ts'

/** Someone who can log in, by everything that an input of a way may ask for. */
export interface Person {
  /** What one logs in by. */
  readonly login?: string
  readonly email?: string
  readonly phone?: string
  readonly password?: string
  /** By security scheme, a credential of theirs that was given by hand; `name:password` for HTTP Basic. */
  readonly credentials?: Readonly<Record<string, string>>
}

/** A client of an API; its secret is left out where clients keep none. */
interface Application {
  readonly id: string
  readonly secret?: string
}

/** Who and what the derived checks can act as; whatever is left out leaves the checks that need it not run. */
export interface Cast {
  readonly ordinary?: Person
  /** Another person with the rights of the first. */
  readonly other?: Person
  /** By role, someone who has it. */
  readonly roles?: Readonly<Record<string, Person>>
  readonly client?: Application
  readonly otherClient?: Application
  /** What the ordinary person may enter, and something that they may not. */
  readonly tenant?: string
  readonly otherTenant?: string
  readonly provider?: string
  readonly redirectUri?: string
  /** An origin whose pages may call. */
  readonly origin?: string
  /** The same for operations that ask for no role; what other rights these have is not known. */
  readonly credentials?: Readonly<Record<string, string>>
}

/** By operation, a request that succeeds there and that its credential alone decides. */
export type Requests = Readonly<Record<string, (cast: Cast) => Sent>>

import type { Challenges, CredentialFault } from '../contract/challenge.ts'
import type { Finding } from '../contract/finding.ts'
import type { Refusal } from '../contract/refusal.ts'

/**
 * What a reader made of a request: no credential of its scheme, one that does not hold, or who is asking; or why the
 * request is refused whatever the operation, such as after too many guesses.
 */
export type Reading<Caller> = Accepted<Caller> | Fault | Hindrance

interface Accepted<Caller> {
  readonly caller: Caller
  /** What credentials that are needed together have in common; parts of two different sets are refused. */
  readonly set?: string | undefined
}

export type Hindrance = Extract<Refusal, { refusal: 'forbidden' | 'conflict' | 'throttled' | 'unavailable' }>

export interface Fault {
  readonly fault: CredentialFault
  /** What this request is asked for, such as a new `nonce`. Default: the reader's own challenge. */
  readonly challenge?: Challenges
  /** What is wrong, for those who run the server; never for the client. */
  readonly finding?: Finding
  /** Headers that go with the refusal, such as a cookie taken back. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Reads and judges the credential of one security scheme; headers and cookies only. */
export interface SchemeReader<Caller, Context> {
  /** What a 401 asks for: any scheme, or several. */
  readonly challenge: Challenges
  /** `scopes`: what the requirement that is being checked asks of the credential (OpenAPI 3.1.1, 4.8.30). */
  read(context: Context, scopes: readonly string[]): Reading<Caller> | Promise<Reading<Caller>>
}

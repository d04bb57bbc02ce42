import type { CredentialFault } from '../contract/challenge.ts'
import type { Contract, Operation } from '../contract/contract.ts'
import type { Finding } from '../contract/finding.ts'
import type { OriginRules } from '../contract/origin-policy.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { KeptBody } from '../masking/body.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import type { Found } from '../store/secrets.ts'
import type { KeptPlace } from './kept.ts'

/** An API as far as its exchanges have to be explained. */
export interface TracedApi {
  readonly id: string
  readonly contract: Contract
  readonly secretNames: () => SecretNames
}

/** What was read of a credential, whether it held or not. */
export interface Presented {
  /** The security scheme of the contract. */
  readonly scheme: string
  /** Undefined for one that held. */
  readonly fault: CredentialFault | undefined
  readonly found: Found | undefined
  /** Whose it is where the ledger does not say. */
  readonly subject: string | undefined
}

/**
 * An exchange as it went by: references and no words, so that keeping it costs next to nothing, and no more of what was sent
 * than is shown. Nothing in it is masked.
 */
export interface Observed {
  readonly id: number
  readonly api: TracedApi
  readonly operation: Operation | undefined
  readonly place: KeptPlace
  readonly origins: OriginRules
  readonly method: string
  /** Names and values in turn, as they came. */
  readonly sentHeaders: readonly string[]
  /** How many header lines were not kept. */
  readonly omittedHeaders: number
  readonly sentBody: KeptBody | undefined
  /** When it began, by the world's clock. */
  readonly started: number
  readonly milliseconds: number
  readonly presented: Presented | undefined
  readonly refusal: Refusal | undefined
  readonly finding: Finding | undefined
  /** What was made to go wrong, as the header that asks for it spells it. */
  readonly fault: string | undefined
  /** How the answer would have broken the contract. */
  readonly deviation: string | undefined
  /** Undefined where the connection went without an answer. */
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | number | readonly string[]>>
  readonly body: KeptBody | undefined
}

/** Whether an answer was a refusal; none at all was not. */
export function isRefused(status: number | undefined): boolean {
  return status !== undefined && status >= 400
}

import type { Account } from '../store/account.ts'
import type { Secret } from '../store/secrets.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** Who presents a credential of an API that is served by its contract. */
export interface Caller {
  /** Undefined for a client that acts for itself. */
  readonly account: Account | undefined
  readonly credential: Secret | undefined
  readonly client: string | undefined
  /** The way that the credential is of, where it is of one. */
  readonly way: ServedWay | undefined
  /** The credential as it was sent. */
  readonly plain: string | undefined
}

/** Who presents a value that is not looked up. */
export const nobody: Caller = {
  account: undefined,
  credential: undefined,
  client: undefined,
  way: undefined,
  plain: undefined,
}

/** What the ledger keeps of a credential, in addition to whose it is. */
export interface CredentialData {
  /** The schemes it is good for; without them, those whose ways have its kind. */
  readonly schemes?: readonly string[]
  readonly scopes: readonly string[]
  readonly way?: string
  /** What is common to credentials that are only good together. */
  readonly set?: string
}

/** What the ledger keeps of a credential. */
export function dataOf({ data }: Secret): CredentialData {
  return { scopes: [], ...data }
}

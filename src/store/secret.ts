import type { Ending } from '../contract/finding.ts'
import type { Account } from './account.ts'

/** A credential that was issued: session, access token, API key, login transaction … The secret itself is not kept. */
export interface Secret {
  readonly kind: string
  /** What it is called in public; never the secret. */
  readonly id: string
  readonly hash: string
  /** The account it acts for. */
  readonly subject: string | undefined
  readonly client: string | undefined
  readonly family: string
  readonly issued: number
  readonly expires: number | undefined
  /** Milliseconds without use after which it is dead. */
  readonly idle: number | undefined
  readonly seen: number
  readonly data: Readonly<Record<string, unknown>>
}

/** How a secret stands: usable, or dead and how. */
export type SecretState = Ending

/** A secret that exists or existed, its state, and since when it is in that state. */
export interface Found {
  readonly secret: Secret
  readonly state: SecretState
  readonly since: number
  /** The account it acts for, if it acts for one. */
  readonly account: Account | undefined
}

export interface NewSecret {
  readonly kind: string
  /** A given secret, for tokens that are made elsewhere; 32 random bytes if none. */
  readonly secret?: string
  /** The next number of the kind's own count instead of a random name. */
  readonly numbered?: boolean
  /** A given public name; no two of a kind bear the same. */
  readonly id?: string
  readonly subject?: string
  readonly client?: string
  readonly family?: string
  /** Milliseconds until it is dead; none for ever. */
  readonly lifetime?: number
  /** Milliseconds without use until it is dead. */
  readonly idle?: number
  readonly data?: Readonly<Record<string, unknown>>
  /** How many live ones of this kind the subject may have; the oldest make room. */
  readonly atMost?: number
}

/** Which secrets; what is not said does not matter. */
export interface SecretFilter {
  readonly kind?: string
  readonly subject?: string
  readonly client?: string
  readonly family?: string
}

/** A secret just issued, for the only time in plain. */
export interface Issued {
  readonly plain: string
  readonly secret: Secret
}

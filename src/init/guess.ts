/** What a guess declares. */
type GuessKind =
  | 'scheme'
  | 'login'
  | 'renew'
  | 'end'
  | 'register'
  | 'activate'
  | 'send-code'
  | 'redeem'
  | 'key'
  | 'issue-key'
  | 'list-keys'
  | 'revoke-key'
  | 'show-account'
  | 'list-accounts'
  | 'change-account'
  | 'accounts'

/**
 * `sure`: everything speaks for it. `likely`: something speaks for it and nothing against it. `unsure`: it may be something
 * else, so that somebody who knows the API has to decide.
 */
export type Certainty = 'sure' | 'likely' | 'unsure'

/** Something to add to an object of a contract. */
export interface Change {
  /** The names that lead to the object. */
  readonly at: readonly string[]
  readonly value: Readonly<Record<string, unknown>>
}

/** A declaration that a contract could have, and why. */
export interface Guess {
  /** Unlike that of every other guess. */
  readonly id: string
  readonly kind: GuessKind
  readonly certainty: Certainty
  /** What it is about: `POST /login`, or a security scheme. */
  readonly subject: string
  /** The operation that it is about. */
  readonly operationId?: string
  /** The security scheme that it is about. */
  readonly scheme?: string
  /** What it would be: "the login of session". */
  readonly what: string
  readonly reasons: readonly string[]
  readonly changes: readonly Change[]
  /** The ids of guesses that it builds upon. */
  readonly needs: readonly string[]
}

/** Something that looks like a login and cannot be declared, or that needs no declaration. */
export interface Remark {
  readonly subject: string
  readonly text: string
}

export interface Inferred {
  /** In the order in which they build upon each other. */
  readonly guesses: readonly Guess[]
  readonly remarks: readonly Remark[]
}

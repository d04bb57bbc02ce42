/** What is served of an own contract, as the banner and `--check` say it. */
export interface ServedReport {
  readonly title: string
  readonly operations: number
  /** Those that refuse a request without a credential. */
  readonly protected: number
  readonly webhooks: number
  readonly schemes: readonly SchemeReport[]
  readonly notes: readonly Note[]
  /** A call of an operation that requires no credential, if there is one; placeholders as in {@link SchemeReport}. */
  readonly openCurl: string | undefined
}

/** How one security scheme is served. */
export interface SchemeReport {
  readonly name: string
  readonly how: 'enforced' | 'presence' | 'off' | 'closed' | 'unused'
  /** Where its credential travels: `Authorization: Bearer …`. */
  readonly place: string
  /** The demo credentials. */
  readonly credentials: readonly { readonly label: string; readonly value: string }[]
  /** A call that works when it is pasted; `{url}` is where the API is served, base path included, `{mount}` without it. */
  readonly curl: string | undefined
  /** Calls that get a credential with the demo data; placeholders as in `curl`. */
  readonly logins: readonly { readonly label: string; readonly curl: string }[]
  /** Placeholders as in `curl`. */
  readonly notes: readonly string[]
}

export interface Note {
  readonly kind: 'enforced' | 'inferred' | 'unrecognized' | 'warning'
  readonly text: string
}

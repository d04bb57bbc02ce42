/**
 * What was found out about a request that was refused: for those who run the server and for the traffic they look at,
 * never for the client. It carries no secret; its words are made in one place, where it is shown.
 */
export type Finding =
  /** A credential, or what takes its place in a body, that is not what it has to be. */
  | { readonly is: 'misshapen'; readonly expected: string }
  /** One that is good, but somewhere else. */
  | {
      readonly is: 'foreign'
      readonly what: string
      readonly of: 'key' | 'client' | 'world' | 'set'
      readonly name?: string
    }
  | { readonly is: 'forged'; readonly what: string }
  | { readonly is: 'unknown'; readonly what: string }
  | { readonly is: 'dead'; readonly what: string; readonly how: Ending; readonly since: number }
  /** One that was traded in before; `revoked` tells whether its kin had to die for it. */
  | { readonly is: 'replayed'; readonly what: string; readonly since: number; readonly revoked: boolean }
  | { readonly is: 'wrong-name' }
  | { readonly is: 'wrong-password'; readonly subject: string }
  | { readonly is: 'disabled'; readonly subject: string; readonly since: number }
  | { readonly is: 'not-activated'; readonly subject: string }
  /** An account that was another once its password was verified. */
  | { readonly is: 'changed'; readonly subject: string }
  | { readonly is: 'wrong-client-secret'; readonly client: string }
  | { readonly is: 'unknown-client'; readonly client: string }
  | { readonly is: 'not-entitled'; readonly subject: string; readonly to: string | undefined }
  | { readonly is: 'wrong-role'; readonly subject: string; readonly role: string; readonly wanted: string }
  /** A security scheme that this server cannot check. */
  | { readonly is: 'unserved'; readonly scheme: string; readonly why: string }
  | { readonly is: 'not-scoped'; readonly scopes: readonly string[]; readonly wanted: readonly string[] }
  /** What a handlers file refuses; `detail` is for the client as well. */
  | {
      readonly is: 'refused-by-handler'
      readonly operation: string
      readonly refusal: string
      readonly detail?: string
    }
  /** A handler that threw, or returned no reply; `at` is where, `how` a clause without a subject. */
  | { readonly is: 'handler-failed'; readonly operation: string; readonly at: string; readonly how: string }
  | { readonly is: 'not-listed'; readonly what: string; readonly value: string; readonly list: readonly string[] }

/** How something that was issued came to its end. */
export type Ending = 'active' | 'expired' | 'revoked' | 'rotated' | 'consumed' | 'superseded' | 'disabled'

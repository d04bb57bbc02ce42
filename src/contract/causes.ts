/**
 * Why a request is refused, more exactly than its kind of refusal says: by cause, that kind. A form that knows no causes
 * words them like all of their kind, so that one may be added.
 */
export const refusalCauses = {
  'invalid-scope': 'invalid',
  /** An address that a login at an identity provider may not end at. */
  'unlisted-address': 'invalid',
  'unknown-provider': 'invalid',
  /** A login at an identity provider that another browser began, or that is over. */
  'invalid-login': 'invalid',
  'unsupported-grant': 'invalid',
  /** A client that authenticates in two ways at once (RFC 6749, 2.3). */
  'several-credentials': 'invalid',
  'unknown-client': 'wrong-login',
  'missing-client': 'wrong-login',
  'invalid-refresh': 'wrong-login',
  /** A one-time password, or another code that is typed. */
  'invalid-code': 'wrong-login',
  'wrong-role': 'forbidden',
  /** An account that is not a member of what it asked for. */
  'not-entitled': 'forbidden',
  /** A user where only a client may ask. */
  'client-only': 'forbidden',
  'turned-off': 'forbidden',
  'invalid-link': 'not-found',
  'unknown-account': 'not-found',
  'unknown-key': 'not-found',
  taken: 'conflict',
  'limit-reached': 'conflict',
  'unreachable-provider': 'unexpected',
} as const

export type RefusalCause = keyof typeof refusalCauses

/** The causes of a kind of refusal. */
export type CauseOf<Kind extends string> = {
  [Cause in RefusalCause]: (typeof refusalCauses)[Cause] extends Kind ? Cause : never
}[RefusalCause]

import type { RefusalName } from './refusal.ts'

/** The error codes of RFC 6749, 4.1.2.1 and 5.2, RFC 6750, 3.1, RFC 8628, 3.5, and OpenID Connect Core 1.0, 3.1.2.6. */
export type ErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'access_denied'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'login_required'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'temporarily_unavailable'
  | 'server_error'

/** The body of an error (RFC 6749, 5.2); the description keeps to the characters that are allowed there. */
export function errorBody<Code extends string = ErrorCode>(error: Code, description: string) {
  return { error, error_description: description.replaceAll('"', "'").replaceAll(/[^ !#-[\]-~]/g, '?') } as const
}

/** The usual code of a refusal; that of a cause stands in front of the one of its kind. */
export const errorCodes: Readonly<Partial<Record<RefusalName, ErrorCode>>> = {
  'invalid-scope': 'invalid_scope',
  'unsupported-grant': 'unsupported_grant_type',
  'unknown-client': 'invalid_client',
  'missing-client': 'invalid_client',
  'wrong-login': 'invalid_grant',
  unauthenticated: 'invalid_token',
  origin: 'access_denied',
  forbidden: 'access_denied',
  throttled: 'temporarily_unavailable',
  unavailable: 'temporarily_unavailable',
  unexpected: 'server_error',
  'not-implemented': 'server_error',
}

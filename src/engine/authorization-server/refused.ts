import { type ChallengeReason, challengeHeader } from '../../contract/challenge.ts'
import type { Finding } from '../../contract/finding.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'

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

/** Thrown for a request that is refused; its endpoint answers with the reply. */
export class Refused extends Error {
  readonly reply: Reply | Refusal

  constructor(reply: Reply | Refusal) {
    super('Refused')
    this.reply = reply
  }
}

/** The body of an error (RFC 6749, 5.2); the description keeps to the characters that are allowed there. */
export function errorBody(error: ErrorCode, description: string) {
  return { error, error_description: description.replaceAll('"', "'").replaceAll(/[^ !#-[\]-~]/g, '?') } as const
}

/** A refusal of an endpoint that clients call. */
export function oauthError(error: ErrorCode, description: string, finding?: Finding): Refused {
  const body = errorBody(error, description)
  return new Refused({ status: 400, headers: notCached, body, ...(finding && { finding }) })
}

/** A client that did not prove who it is, with the challenge that a 401 needs (RFC 6749, 5.2; RFC 9110, 15.5.2). */
export function clientChallenge(
  realm: string,
  reason: ChallengeReason,
  description: string,
  finding?: Finding,
): Refused {
  const headers = { ...notCached, 'WWW-Authenticate': challengeHeader({ scheme: 'Basic', realm }, reason) }
  return new Refused({
    status: 401,
    headers,
    body: errorBody('invalid_client', description),
    ...(finding && { finding }),
  })
}

/** RFC 6749, 5.1; the server itself adds `Cache-Control: no-store`. */
export const notCached = { Pragma: 'no-cache' } as const

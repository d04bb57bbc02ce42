import { type ChallengeReason, challengeHeader } from '../../contract/challenge.ts'
import type { Finding } from '../../contract/finding.ts'
import type { Reply } from '../../contract/handler.ts'
import { type ErrorCode, errorBody } from '../../contract/oauth-error.ts'
import type { Refusal } from '../../contract/refusal.ts'

/** Thrown for a request that is refused; its endpoint answers with the reply. */
export class Refused extends Error {
  readonly reply: Reply | Refusal

  constructor(reply: Reply | Refusal) {
    super('Refused')
    this.reply = reply
  }
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

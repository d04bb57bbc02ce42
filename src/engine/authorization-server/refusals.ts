import { type ErrorCode, errorBody } from '../../contract/oauth-error.ts'
import { headersTooLargeDetail, misdirectedDetail, type Refusal, type RefusalKind } from '../../contract/refusal.ts'
import { describeViolations } from '../../contract/violation.ts'

type Said = readonly [ErrorCode, string]

const busy = 'temporarily_unavailable'

/** Codes and words of the refusals that do not come from an endpoint itself. */
const said: Readonly<Record<Exclude<RefusalKind, 'invalid'>, Said>> = {
  unauthenticated: ['invalid_token', 'The access token is missing or invalid'],
  'wrong-login': ['invalid_grant', 'The user name or the password is wrong'],
  origin: ['access_denied', 'Requests from this origin are not allowed'],
  forbidden: ['insufficient_scope', 'The access token does not allow this'],
  conflict: ['invalid_request', 'This cannot be done as things are'],
  'not-found': ['invalid_request', 'Not found'],
  method: ['invalid_request', 'Method not allowed'],
  'too-large': ['invalid_request', 'The request body is too large'],
  'media-type': ['invalid_request', 'The body must be application/x-www-form-urlencoded'],
  misdirected: ['invalid_request', misdirectedDetail],
  'headers-too-large': ['invalid_request', headersTooLargeDetail],
  throttled: [busy, 'Too many attempts; try again later'],
  unexpected: ['server_error', 'The server failed'],
  'not-implemented': ['server_error', 'This operation is not implemented'],
  unavailable: [busy, 'The server is busy; try again shortly'],
}

/** What the pipeline refuses at an operation of the authorization server, in the words of OAuth (RFC 6749, 5.2). */
export function authorizationServerRefusal(refusal: Refusal): ReturnType<typeof errorBody> {
  if (refusal.refusal === 'invalid') return errorBody('invalid_request', describeViolations(refusal.violations))
  return errorBody(...said[refusal.refusal])
}

/** Whether an operation is one of the authorization server. */
export function isOfAuthorizationServer(operationId: string | undefined): boolean {
  return operationId?.startsWith('_auth.') ?? false
}

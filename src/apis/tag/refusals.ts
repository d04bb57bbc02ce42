import { headersTooLargeDetail, misdirectedDetail, type RefusalForm, type RefusalKind } from '../../contract/refusal.ts'
import { describeViolations, type Violation } from '../../contract/violation.ts'

/** The framework's default realm (TG-30). */
export const realm = 'Service'

type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_token'
  | 'access_denied'
  | 'slow_down'
  | 'temporarily_unavailable'
  | 'server_error'

/** A refusal where OAuth speaks; the description keeps to the characters of RFC 6749, 5.2 (TG-81). */
function oauthError<Code extends OAuthErrorCode>(error: Code, description: string) {
  return { error, error_description: description.replaceAll('"', "'").replaceAll(/[^ !#-[\]-~]/g, '?') } as const
}

/** A refusal of the token endpoint. */
export function refused(error: OAuthErrorCode, description: string) {
  return { status: 400, body: oauthError(error, description) } as const
}

/** One answer for an unknown client and a wrong secret (TG-64). */
export const wrongClient = 'The client credentials are invalid'

/** A refusal everywhere else (TG-56). */
export function failed<Code extends number>(code: Code, message: string) {
  return { code, message } as const
}

type Worded = Exclude<RefusalKind, 'invalid' | 'unauthenticated' | 'too-large' | 'media-type'>

/** Status, code at the token endpoint, and words, of the refusals that have nothing else to say. */
const catalogue: Record<Worded, readonly [number, OAuthErrorCode, string]> = {
  'wrong-login': [400, 'invalid_grant', 'Invalid username and password combination'],
  origin: [403, 'access_denied', 'Requests from this origin are not allowed'],
  forbidden: [403, 'access_denied', 'You may not do this'],
  'not-found': [404, 'invalid_request', 'Not found'],
  method: [405, 'invalid_request', 'Method not allowed'],
  conflict: [409, 'invalid_request', 'This cannot be done as things are'],
  misdirected: [421, 'invalid_request', misdirectedDetail],
  'headers-too-large': [431, 'invalid_request', headersTooLargeDetail],
  throttled: [429, 'slow_down', 'Too many attempts; try again later'],
  unexpected: [500, 'server_error', 'Something went wrong on our side'],
  'not-implemented': [501, 'server_error', 'This operation is not implemented yet'],
  unavailable: [503, 'temporarily_unavailable', 'The service is busy; try again shortly'],
}

/** A grant type that there is, and none of the three (TG-36). */
function isOtherGrant({ path: [name], keyword }: Violation): boolean {
  return name === 'grant_type' && keyword === 'enum'
}

const tokenOperation = 'createAccessToken'

/** Refusals in two forms: OAuth's at the token endpoint and of tokens, `code` and `message` elsewhere (TG-30, TG-56). */
export const form: RefusalForm = {
  invalidStatus: 400,
  loginStatus: 400,
  body(refusal, operation) {
    const isOAuth = operation === tokenOperation
    const told = (status: number, error: OAuthErrorCode, words: string) =>
      isOAuth ? oauthError(error, words) : failed(status, words)
    switch (refusal.refusal) {
      case 'invalid':
        return told(
          400,
          refusal.violations.some(isOtherGrant) ? 'unsupported_grant_type' : 'invalid_request',
          `Invalid request: ${describeViolations(refusal.violations)}`.slice(0, 2_000),
        )
      case 'unauthenticated':
        if (isOAuth) return oauthError('invalid_client', wrongClient)
        return refusal.fault === 'missing'
          ? oauthError('access_denied', 'OAuth2 authentication required')
          : oauthError('invalid_token', 'The access token is invalid or has expired')
      case 'too-large':
        return told(413, 'invalid_request', `The request body is larger than ${refusal.limit} bytes`)
      case 'media-type':
        return told(415, 'invalid_request', `The body must be ${refusal.accept.join(' or ')}`)
      default: {
        const [status, code, words] = catalogue[refusal.refusal]
        return told(status, code, ('detail' in refusal && refusal.detail) || words)
      }
    }
  },
}

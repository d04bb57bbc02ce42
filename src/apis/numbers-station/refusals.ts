import type { Challenge, CredentialFault } from '../../contract/challenge.ts'
import {
  detailOf,
  headersTooLargeDetail,
  misdirectedDetail,
  type RefusalForm,
  type RefusalKind,
} from '../../contract/refusal.ts'
import type { Account } from '../../store/accounts.ts'

const realm = 'numbers-station'

export const bearerChallenge: Challenge = { scheme: 'Bearer', realm }
export const apiKeyChallenge: Challenge = { scheme: 'APIKey', realm }

/** A user who may not enter an account, one text for an account that exists and one that does not (NS-29, NS-44). */
export function notEntitled({ email: subject }: Account, to: string | undefined) {
  const body = { detail: 'You are not a user of this account' } as const
  return { status: 403, body, finding: { is: 'not-entitled', subject, to } } as const
}

type Worded = Exclude<RefusalKind, 'invalid' | 'unauthenticated' | 'too-large' | 'media-type'>

const details: Record<Worded, string> = {
  'wrong-login': 'Incorrect email or password',
  origin: 'Requests from this origin are not allowed',
  forbidden: 'You may not do this',
  'not-found': 'Not Found',
  method: 'Method Not Allowed',
  conflict: 'This cannot be done as things are',
  misdirected: misdirectedDetail,
  'headers-too-large': headersTooLargeDetail,
  throttled: 'Too many attempts; try again later',
  unexpected: 'Internal Server Error',
  'not-implemented': 'This operation is not implemented yet',
  unavailable: 'The service is busy; try again shortly',
}

/** Refusals in the form of the vendor's framework: `detail`, a text or a list of places (NS-35, NS-37). */
export const form: RefusalForm = {
  invalidStatus: 422,
  loginChallenge: bearerChallenge,
  body(refusal) {
    switch (refusal.refusal) {
      case 'invalid':
        return {
          detail: refusal.violations.map(({ in: where, path, message, keyword }) => ({
            loc: [where, ...path],
            msg: message,
            type: keyword,
          })),
        }
      case 'unauthenticated':
        return { detail: credentialDetail([refusal.challenge].flat(), refusal.fault) }
      case 'too-large':
        return { detail: `The request body is larger than ${refusal.limit} bytes` }
      case 'media-type':
        return { detail: `The body must be ${refusal.accept.join(' or ')}` }
      default:
        return { detail: detailOf(refusal, details) }
    }
  },
}

function credentialDetail([challenge]: readonly Challenge[], fault: CredentialFault): string {
  if (fault === 'missing') return 'Not authenticated'
  return challenge?.scheme === 'APIKey' ? 'Invalid API key' : 'Could not validate credentials'
}

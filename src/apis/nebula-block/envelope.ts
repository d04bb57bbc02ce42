import type { Challenge } from '../../contract/challenge.ts'
import {
  detailOf,
  headersTooLargeDetail,
  misdirectedDetail,
  type RefusalForm,
  type RefusalKind,
} from '../../contract/refusal.ts'
import { describeViolations } from '../../contract/violation.ts'

export const realm = 'nebula-block'

/** The envelope of a success (NB-12); the message is the documented one of its operation. */
export function succeeded<Message extends string, Data>(message: Message, data: Data) {
  return { data, message, status: 'success' } as const
}

/** The envelope of a refusal (NB-12, NB-14). */
export function failed(message: string) {
  return { data: {}, message, status: 'failed' } as const
}

const messages: Record<Exclude<RefusalKind, 'invalid' | 'too-large' | 'media-type'>, string> = {
  unauthenticated: 'Authentication required: send a valid access token or API key',
  'wrong-login': 'Invalid username or password',
  origin: 'Requests from this origin are not allowed',
  forbidden: 'You may not do this',
  'not-found': 'Not found',
  method: 'Method not allowed',
  conflict: 'This cannot be done as things are',
  misdirected: misdirectedDetail,
  'headers-too-large': headersTooLargeDetail,
  throttled: 'Too many attempts; try again later',
  unexpected: 'Something went wrong on our side',
  'not-implemented': 'This operation is not implemented yet',
  unavailable: 'The service is busy; try again shortly',
}

export const challenge: Challenge = { scheme: 'Bearer', realm }

/** Refusals in this API's form: 400 for what breaks the contract (NB-32), a Bearer challenge on a refused login (NB-31). */
export const form: RefusalForm = {
  invalidStatus: 400,
  loginChallenge: challenge,
  body(refusal) {
    switch (refusal.refusal) {
      case 'invalid':
        return failed(`Invalid request: ${describeViolations(refusal.violations)}`)
      case 'too-large':
        return failed(`The request body is larger than ${refusal.limit} bytes`)
      case 'media-type':
        return failed(`The body must be ${refusal.accept.join(' or ')}`)
      default:
        return failed(detailOf(refusal, messages))
    }
  },
}

import type { Challenge } from '../../contract/challenge.ts'
import {
  detailOf,
  headersTooLargeDetail,
  misdirectedDetail,
  type RandomBytes,
  type Refusal,
  type RefusalForm,
  type RefusalKind,
  refusalStatus,
} from '../../contract/refusal.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { Violation } from '../../contract/violation.ts'

export const challenge: Challenge = { scheme: 'Basic', realm: 'api' }

/** A reply of success in the envelope (IN-25, IN-26), under a tracking number of its own (IN-27). */
export function succeeded<Status extends number, const Response>(
  random: RandomBytes,
  status: Status,
  response: Response,
) {
  return { status, body: { success: true, status_code: status, tracking: randomUUID(random), response } } as const
}

/** A reply of refusal in the same envelope (IN-41). */
export function failed<Status extends number>(random: RandomBytes, status: Status, message: string) {
  return { status, body: failure(random, status, { message }) } as const
}

function failure<Status extends number, Response>(random: RandomBytes, status: Status, response: Response) {
  return { success: false, status_code: status, tracking: randomUUID(random), response } as const
}

const statuses: Readonly<Record<RefusalKind, number>> = { ...refusalStatus, invalid: 400, 'wrong-login': 401 }

const messages: Record<Exclude<RefusalKind, 'too-large' | 'media-type'>, string> = {
  invalid: 'The request is not valid',
  unauthenticated: 'Authentication required; send a valid API key',
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

/** Refusals in this API's form: 400 for what breaks the contract (IN-42), a Basic challenge on a refused login (IN-43). */
export const form: RefusalForm = {
  invalidStatus: 400,
  loginChallenge: challenge,
  body(refusal, _operation, random) {
    const errors = refusal.refusal === 'invalid' ? refusal.violations.map(errorOf) : []
    const response = { message: messageOf(refusal), ...(errors.length > 0 && { errors }) }
    return failure(random, statuses[refusal.refusal], response)
  },
  renew: (example, random) => ({ ...(example as object), tracking: randomUUID(random) }),
}

function messageOf(refusal: Refusal): string {
  switch (refusal.refusal) {
    case 'too-large':
      return `The request body is larger than ${refusal.limit} bytes`
    case 'media-type':
      return `The body must be ${refusal.accept.join(' or ')}`
    default:
      return detailOf(refusal, messages)
  }
}

function errorOf({ in: where, path, message }: Violation) {
  return { field: [where, ...path].join('.'), message }
}

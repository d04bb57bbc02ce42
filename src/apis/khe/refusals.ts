import type { Challenge } from '../../contract/challenge.ts'
import {
  detailOf,
  headersTooLargeDetail,
  misdirectedDetail,
  type Refusal,
  type RefusalForm,
  type RefusalKind,
} from '../../contract/refusal.ts'
import { describeViolation } from '../../contract/violation.ts'
import type { Account } from '../../store/accounts.ts'

/** The one form of every refusal (KH-32). */
export function refused(...errors: [string, ...string[]]) {
  return { errors }
}

export const challenge: Challenge = { scheme: 'Basic', realm: 'khe' }

/** The refusal of a client that is not configured (KH-26). */
export function unknownClient(client: string) {
  return { status: 400, body: refused('Invalid client ID'), finding: { is: 'unknown-client', client } } as const
}

/** As many messages as a refusal carries. */
const mostErrors = 100

const messages: Record<Exclude<RefusalKind, 'invalid' | 'too-large' | 'media-type'>, string> = {
  unauthenticated: 'You must be logged in to access this area',
  'wrong-login': 'Email or password incorrect',
  origin: 'Requests from this origin are not allowed',
  forbidden: 'You may not do this',
  'not-found': 'Not found',
  method: 'Method not allowed',
  conflict: 'This cannot be done as things are',
  misdirected: misdirectedDetail,
  'headers-too-large': headersTooLargeDetail,
  throttled: 'Too many attempts; try again later',
  unexpected: 'An internal error has occurred.',
  'not-implemented': 'This operation is not implemented yet',
  unavailable: 'The service is busy; try again shortly',
}

/** Refusals as the vendor words them; a refused login is a 400 (KH-30), and every violation has a text of its own (KH-33). */
export const form: RefusalForm = {
  invalidStatus: 400,
  loginStatus: 400,
  body(refusal) {
    switch (refusal.refusal) {
      case 'invalid':
        return { errors: refusal.violations.slice(0, mostErrors).map(describeViolation) }
      case 'too-large':
        return refused(`The request body is larger than ${refusal.limit} bytes`)
      case 'media-type':
        return refused(`The body must be ${refusal.accept.join(' or ')}`)
      default:
        return refused(detailOf(refusal, messages))
    }
  },
}

/** A 401 for whoever is not of the staff, to the letter that of a missing credential (KH-35). */
export function refuseUnlessStaff({
  email,
  role,
}: Account): Extract<Refusal, { refusal: 'unauthenticated' }> | undefined {
  if (role === 'staff' || role === 'admin') return undefined
  const finding = { is: 'wrong-role', subject: email, role, wanted: 'staff or admin' } as const
  return { refusal: 'unauthenticated', challenge, fault: 'not-allowed', finding }
}

import { STATUS_CODES } from 'node:http'
import type { RefusalForm, RefusalKind } from '../contract/refusal.ts'
import { detailOf, refusalStatus } from '../contract/refusal.ts'
import { refusalMessages } from '../contract/refusal-messages.ts'
import { describeViolations } from '../contract/violation.ts'

/** Problem details (RFC 9457) with the status in words. */
export function problem<Status extends number>(status: Status, detail: string) {
  return { status, body: { title: STATUS_CODES[status] ?? 'Refused', status, detail } } as const
}

const details: Readonly<Record<RefusalKind, string>> = {
  ...refusalMessages,
  unauthenticated: 'Send the control token this server was started with',
  'wrong-login': 'Wrong login',
  origin: 'The control API answers pages of its own origin only',
  'not-found': 'The control API has no such path',
  method: 'This path does not have that method',
  throttled: 'Too many wrong control tokens; try again later',
}

/** Refusals as problem details; one that breaks the contract lists each violation (SB-14). */
export const form: RefusalForm = {
  invalidStatus: 400,
  mediaType: 'application/problem+json',
  body(refusal) {
    switch (refusal.refusal) {
      case 'invalid': {
        const violations = refusal.violations.map(({ in: where, path, message }) => ({ in: where, path, message }))
        return { ...problem(400, describeViolations(refusal.violations)).body, violations }
      }
      case 'too-large':
        return problem(413, `The body is larger than ${refusal.limit} bytes`).body
      case 'media-type':
        return problem(415, `The body must be ${refusal.accept.join(' or ')}`).body
      case 'wrong-login':
        return problem(401, details[refusal.refusal]).body
      default:
        return problem(refusalStatus[refusal.refusal], detailOf(refusal, details)).body
    }
  },
}

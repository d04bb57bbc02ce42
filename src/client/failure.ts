import type { Values } from '../ways/evaluate.ts'
import type { Answer } from './caller.ts'
import { AuthenticationFailed, scrub } from './errors.ts'
import { isRefusal } from './refusal.ts'
import { retryAfterOf } from './retry-after.ts'
import type { CallRow } from './ways.ts'

/** An answer that is no success, as an error without the secrets that were sent. */
export function failureOf(
  way: string,
  { operation, refusals }: CallRow,
  answer: Answer,
  sent: Values,
  now: number,
): AuthenticationFailed {
  const { status, headers } = answer.response
  return new AuthenticationFailed(`Log in by "${way}": ${operation} answered ${status}`, {
    way,
    status,
    refusal: scrub(answer.error, Object.values(sent)),
    retryAfter: retryAfterOf(headers, now),
    isFinal: isRefusal(refusals, answer),
  })
}

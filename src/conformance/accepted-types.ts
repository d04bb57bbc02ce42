import type { Answer } from './answer.ts'
import { listOf } from './header-fields.ts'

/** Throws a Deviation unless an answer's `Accept` lists a media type (RFC 9110, 12.5.1). */
export function isToldToSend(answer: Answer, type: string): void {
  const lines = answer.all('accept')
  const types = listOf(lines).map((element) => element.split(';')[0]?.trim().toLowerCase())
  answer.holds(`${type} in Accept`, types.includes(type), lines.join(', '))
}

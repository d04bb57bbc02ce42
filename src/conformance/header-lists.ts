import type { Answer } from './answer.ts'
import { listOf } from './header-fields.ts'

/** The members of a list field in lower case, each once: it is a set, over all its lines (RFC 9110, 5.3). */
export function setOf(answer: Answer, field: string): ReadonlySet<string> {
  return new Set(listOf(answer.all(field)).map((member) => member.toLowerCase()))
}

/** Throws a Deviation unless a list field has these members, in lower case; it may have others, or be a wildcard. */
export function lists(answer: Answer, field: string, members: readonly string[]): void {
  const sent = setOf(answer, field)
  const missing = sent.has('*') ? [] : members.filter((member) => !sent.has(member))
  answer.holds(`${members.join(', ')} in ${field}`, missing.length === 0, answer.all(field).join(', '))
}

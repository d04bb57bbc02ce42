import type { Answer as Declared, Shown } from '../../ways/declarations.ts'
import { readOutput } from '../../ways/evaluate.ts'
import { expressionOf } from '../../ways/expressions.ts'
import type { Answer } from '../answer.ts'
import { steady } from '../steady.ts'
import { fieldsOf } from './session.ts'

/** What an answer has at a JSON Pointer. */
export function valueAt(answer: Answer, pointer: string): unknown {
  return readOutput(expressionOf(`$response.body#${pointer}`), { body: answer.body, headers: fieldsOf(answer) })
}

/** The JSON Pointer at which an answer shows a value, such as `$key.id`. */
export function pointerTo(declared: Declared | undefined, expression: string): string | undefined {
  return Object.entries(declared ?? {}).find(([, shown]) => shown === expression)?.[0]
}

/** Throws a Deviation unless an answer, or its part at a JSON Pointer, shows what is known at each place that is declared to show it. */
export function shows(
  answer: Answer,
  declared: Declared | undefined,
  known: Readonly<Record<string, unknown>>,
  within = '',
): void {
  for (const [pointer, shown] of Object.entries(declared ?? {})) {
    const expected = expectedOf(shown, known)
    const at = `${within}${pointer}`
    if (expected !== undefined) answer.is(at, expected, valueAt(answer, at))
  }
}

/** Undefined for what is not known. */
export function expectedOf(shown: Shown, known: Readonly<Record<string, unknown>>): unknown {
  if (typeof shown !== 'object' || shown === null) return known[String(shown)]
  const value = known[shown.from]
  if (value === undefined || !shown.as) return value
  return Object.hasOwn(shown.as, String(value)) ? shown.as[String(value)] : shown.otherwise
}

/** Throws a Deviation unless an answer about one address says what another says about another address. */
export function saysAsOf(answer: Answer, email: string, other: Answer, otherEmail: string): void {
  answer.is('the status', other.status, answer.status)
  answer.is('the body', without(other.body, otherEmail), without(answer.body, email))
}

function without(body: unknown, email: string): unknown {
  const written = JSON.stringify(body ?? null, (_, value) =>
    typeof value === 'string' && value.toLowerCase() === email.toLowerCase() ? 'the address' : value,
  )
  return steady(JSON.parse(written))
}

import type { Operation } from '../contract/contract.ts'
import { quotableName } from '../contract/field-name.ts'
import type { Violation } from '../contract/violation.ts'
import { type BodySchema, ofClosestForm } from './closest-form.ts'
import { membersToldApart } from './discriminators.ts'
import { wordingOf } from './wording.ts'

/** One entry of a validator's error: where, and under which keyword. */
interface ValidatorEntry {
  readonly path: string
  readonly message: string
  readonly errorCode?: string
}

const places: Readonly<Record<string, Violation['in']>> = {
  params: 'path',
  query: 'query',
  headers: 'header',
  cookies: 'cookie',
  body: 'body',
}

/** How many are told: a body may have any number of unknown names, and the answer to it has an end. */
const mostViolations = 16

/** How many of a validator's entries are looked at to find those: each form that a body may have has entries of its own. */
const mostEntries = 256

/** What the validator judged a request by. */
interface Judged {
  readonly operation: Operation
  readonly body: BodySchema | undefined
  /** The names that the contract knows. Any other is the sender's own text, and quoted only if it looks like a name. */
  readonly names: ReadonlySet<string>
}

/**
 * Turns a validator's error into violations, the first so many; of a body that may have one of several forms those of the
 * closest. Rethrows what is no validation error.
 */
export function violationsOf(error: unknown, { operation, body, names }: Judged): readonly Violation[] {
  const { status, errors } = error as { status?: number; errors?: readonly ValidatorEntry[] }
  if (status === undefined || status >= 500 || !errors) throw error
  const members = membersToldApart(body)
  const violations = errors.slice(0, mostEntries).map((entry) => violationOf(entry, operation, members))
  const quoted = ofClosestForm(violations, body).slice(0, mostViolations)
  return quoted.map((violation) => ({
    ...violation,
    path: violation.path.map((name) => (names.has(name) ? name : quotableName(name))),
  }))
}

/** Of a body whose forms are told apart by a member the validator says places without `body` in front. */
function violationOf(
  { path, message, errorCode }: ValidatorEntry,
  operation: Operation,
  members: ReadonlySet<string> | undefined,
): Violation {
  const parts = path.split('/').filter((part) => part !== '')
  const [first = ''] = parts
  const place = Object.hasOwn(places, first) && !members?.has(first) ? places[first] : undefined
  // Of a discriminator in a media type that is a range the validator says no place, but the path of the request.
  if (!place && !members) return { in: 'body', path: [], keyword: 'discriminator', message }
  const [where, names] = place ? [place, parts.slice(1)] : (['body', parts] as const)
  const keyword = errorCode?.split('.')[0] ?? ownKeyword(where, names[0], operation)
  return {
    in: where,
    path: names,
    keyword,
    message: wordingOf(keyword, message),
  }
}

/** The validator gives no code to what it checks by hand: unknown and empty query parameters, and their encoding. */
function ownKeyword(where: Violation['in'], name: string | undefined, { parameters }: Operation): string {
  return parameters.some((parameter) => parameter.in === where && parameter.name === name) ? 'syntax' : 'unknown'
}

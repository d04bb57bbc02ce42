import type { Operation } from '../contract/contract.ts'
import type { Violation } from '../contract/violation.ts'

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

/** The longest name quoted back, since names in a body are the sender's own text. */
const longestName = 64

/** How many are told: a body may have any number of unknown names, and the answer to it has an end. */
const mostViolations = 16

const wordings: Readonly<Record<string, string>> = {
  required: 'is required',
  additionalProperties: 'is not known here',
  unknown: 'is not known here',
  minLength: 'is too short',
  maxLength: 'is too long',
  format: 'does not have the right format',
  pattern: 'does not have the right form',
}

/** Turns a validator's error into violations, the first so many; rethrows what is no validation error. */
export function violationsOf(error: unknown, operation: Operation): readonly Violation[] {
  const { status, errors } = error as { status?: number; errors?: readonly ValidatorEntry[] }
  if (status === undefined || status >= 500 || !errors) throw error
  return errors.slice(0, mostViolations).map((entry) => violationOf(entry, operation))
}

function violationOf({ path, message, errorCode }: ValidatorEntry, operation: Operation): Violation {
  const [first = '', ...names] = path.split('/').filter((part) => part !== '')
  const where = Object.hasOwn(places, first) ? places[first] : undefined
  // Of a discriminator that fits no schema the validator says no place, but the path of the request.
  if (!where) return { in: 'body', path: [], keyword: 'discriminator', message }
  const keyword = errorCode?.split('.')[0] ?? ownKeyword(where, names[0], operation)
  return {
    in: where,
    path: names.map((name) => name.slice(0, longestName)),
    keyword,
    message: wordings[keyword] ?? message,
  }
}

/** The validator gives no code to what it checks by hand: unknown and empty query parameters, and their encoding. */
function ownKeyword(where: Violation['in'], name: string | undefined, { parameters }: Operation): string {
  return parameters.some((parameter) => parameter.in === where && parameter.name === name) ? 'syntax' : 'unknown'
}

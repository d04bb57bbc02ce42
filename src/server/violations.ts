import { quotableName } from '../contract/field-name.ts'
import { unescapedPart } from '../contract/json-pointer.ts'
import type { Violation } from '../contract/violation.ts'
import type { BodySchema } from './body-schema.ts'
import { ofClosestForm } from './closest-form.ts'
import { wordingOf } from './wording.ts'

/** One entry of a validator's error, as ajv has it: where, under which keyword, and for which member. */
interface ValidatorEntry {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: {
    readonly missingProperty?: string
    readonly additionalProperty?: string
    readonly unevaluatedProperty?: string
  }
}

const places: Readonly<Record<string, Violation['in']>> = {
  __proto__: null as never,
  path: 'path',
  query: 'query',
  header: 'header',
  cookie: 'cookie',
  body: 'body',
}

/** How many are told: a body may have any number of unknown names, and the answer to it has an end. */
const mostViolations = 16

/** How many of a validator's entries are looked at to find those: each form that a body may have has entries of its own. */
const mostEntries = 256

/** What the validator judged a request by. */
interface Judged {
  readonly body: BodySchema | undefined
  /** The names that the contract knows. Any other is the sender's own text, and quoted only if it looks like a name. */
  readonly names: ReadonlySet<string>
}

/**
 * Turns a validator's error into violations, the first so many; of a body that may have one of several forms those of the
 * closest. Rethrows what is no validation error.
 */
export function violationsOf(error: unknown, { body, names }: Judged): readonly Violation[] {
  const { status, errors } = error as { status?: number; errors?: readonly ValidatorEntry[] }
  if (status === undefined || status >= 500 || !errors) throw error
  const violations = withoutConditions(errors.slice(0, mostEntries).map(violationOf))
  return quoted(ofClosestForm(violations, body), names)
}

/** The first so many, with names that can be quoted. */
export function quoted(violations: readonly Violation[], names: ReadonlySet<string>): readonly Violation[] {
  return violations.slice(0, mostViolations).map((violation) => ({
    ...violation,
    path: violation.path.map((name) => (names.has(name) ? name : quotableName(name))),
  }))
}

/** The validator judges one value, which it takes for a body: `/body/query/page`. */
function violationOf({ instancePath, keyword, message = '', params }: ValidatorEntry): Violation {
  const [place = '', ...names] = instancePath.split('/').slice(2).map(unescapedPart)
  const member = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty
  return {
    in: places[place] ?? 'body',
    path: member === undefined ? names : [...names, member],
    keyword,
    message: wordingOf(keyword, message),
  }
}

/** That a condition holds and its consequence does not is told by what is wrong with the consequence. */
function withoutConditions(violations: readonly Violation[]): readonly Violation[] {
  const others = violations.filter(({ keyword }) => keyword !== 'if')
  return others.length > 0 ? others : violations
}

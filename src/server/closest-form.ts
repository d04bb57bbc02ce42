import { resolve } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import type { Violation } from '../contract/violation.ts'

/** What a body was held against: its schema, and the document that its references lead into. */
export interface BodySchema {
  readonly document: ContractDocument
  readonly schema: Schema
}

/**
 * Of what may have one of several forms the validator tells the faults of all, and that none fits. What is left here are
 * the faults of the form that has the fewest, each once; a choice of which nothing else is told stays.
 */
export function ofClosestForm(violations: readonly Violation[], body: BodySchema | undefined): readonly Violation[] {
  const all = distinct(violations)
  const left = all.filter(isChoice).reduce((rest, choice) => withoutOthers(rest, choice, body), all)
  return left.length > 0 ? left : violations
}

function isChoice({ in: where, keyword }: Violation): boolean {
  return where === 'body' && (keyword === 'oneOf' || keyword === 'anyOf')
}

/** Whether the one is told of the same place or one further in, and is no choice of that place itself. */
function isWithin(one: Violation, { in: where, path }: Violation): boolean {
  const isInside = one.in === where && path.every((name, depth) => one.path[depth] === name)
  return isInside && !(isChoice(one) && one.path.length === path.length)
}

/** Without the choice and the faults of the other forms, if it can be told which is the closest one. */
function withoutOthers(
  violations: readonly Violation[],
  choice: Violation,
  body: BodySchema | undefined,
): readonly Violation[] {
  const inside = violations.filter((violation) => isWithin(violation, choice))
  const closest = closestOf(inside, formsAt(choice, body), choice.path.length)
  return closest
    ? violations.filter((each) => each !== choice && (!inside.includes(each) || closest.includes(each)))
    : violations
}

/** All of the faults where it is not known which forms there are; undefined if there are none of any. */
function closestOf(
  faults: readonly Violation[],
  forms: readonly Schema[],
  depth: number,
): readonly Violation[] | undefined {
  const sets =
    forms.length === 0 ? [faults] : forms.map((form) => faults.filter((fault) => isFaultOf(form, fault, depth)))
  const [closest] = sets.filter((set) => set.length > 0).toSorted((one, other) => one.length - other.length)
  return closest
}

/** Whether an object of that form would be told this fault: the validator does not say of which form it is. */
function isFaultOf({ properties, required = [] }: Schema, { path, keyword }: Violation, depth: number): boolean {
  const name = path[depth]
  if (name === undefined) return true
  const isKnown = Object.hasOwn((properties ?? {}) as object, name)
  const isDirect = path.length === depth + 1
  if (isDirect && keyword === 'additionalProperties') return !isKnown
  if (isDirect && keyword === 'required') return (required as readonly string[]).includes(name)
  return isKnown
}

/** The forms that a place of a body may have; none where the schema does not say it plainly. */
function formsAt({ path, keyword }: Violation, body: BodySchema | undefined): readonly Schema[] {
  if (!body) return []
  const place = path.reduce<Schema | undefined>((schema, name) => memberOf(schema, name, body), body.schema)
  const forms = place && resolve<Schema>(body.document, place)[keyword]
  return Array.isArray(forms) ? forms.map((form: Schema) => resolve<Schema>(body.document, form)) : []
}

function memberOf(schema: Schema | undefined, name: string, { document }: BodySchema): Schema | undefined {
  if (!schema) return undefined
  const { properties = {}, items } = resolve<Schema>(document, schema)
  const members = properties as Readonly<Record<string, Schema>>
  return Object.hasOwn(members, name) ? members[name] : (items as Schema | undefined)
}

function distinct(violations: readonly Violation[]): readonly Violation[] {
  return [...new Map(violations.map((each) => [JSON.stringify(each), each])).values()]
}

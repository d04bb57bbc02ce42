import { schemaBehind } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import type { Violation } from '../contract/violation.ts'
import type { BodySchema } from './body-schema.ts'
import { namedForm } from './discriminators.ts'

/** What a body may be at a place that is a choice. */
interface Forms {
  readonly all: readonly Schema[]
  /** The one that the body says it is. */
  readonly named: Schema | undefined
}

/**
 * Of what may have one of several forms the validator tells the faults of all, and that none fits. What is left here are
 * the faults of the form that the body says it is, or else of the one that has the fewest, each once; a choice of which
 * nothing else is told stays.
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
  { all, named }: Forms,
  depth: number,
): readonly Violation[] | undefined {
  const ofNamed = named ? faults.filter((fault) => isFaultOf(named, fault, depth)) : []
  if (ofNamed.length > 0) return ofNamed
  const sets = all.length === 0 ? [faults] : all.map((form) => faults.filter((fault) => isFaultOf(form, fault, depth)))
  const isOther = (set: readonly Violation[]) => Number(set.some(({ path, keyword }) => isOfType(path, keyword, depth)))
  const [closest] = sets
    .filter((set) => set.length > 0)
    .toSorted((one, other) => isOther(one) - isOther(other) || one.length - other.length)
  return closest
}

/** Whether the value at that depth is of another type altogether. */
function isOfType(path: readonly string[], keyword: string, depth: number): boolean {
  return keyword === 'type' && path.length === depth
}

/** Whether an object of that form would be told this fault: the validator does not say of which form it is. */
function isFaultOf(form: Schema, { path, keyword, message }: Violation, depth: number): boolean {
  const { type, properties, required = [] } = form
  const name = path[depth]
  if (name === undefined) return keyword !== 'type' || message === `must be ${type}`
  const isKnown = Object.hasOwn((properties ?? {}) as object, name)
  const isDirect = path.length === depth + 1
  if (isDirect && keyword === 'additionalProperties') return !isKnown
  if (isDirect && keyword === 'required') return (required as readonly string[]).includes(name)
  return isKnown
}

/** The forms that a place of a body may have; none where the schema does not say it plainly. */
function formsAt({ path, keyword }: Violation, body: BodySchema | undefined): Forms {
  const none = { all: [], named: undefined }
  if (!body) return none
  const { document, schema, sent } = body
  const place = path.reduce<Schema | undefined>((outer, name) => memberOf(outer, name, body), schema)
  const choice = place && schemaBehind(document, place)
  const forms = choice?.[keyword]
  if (!choice || !Array.isArray(forms)) return none
  const whole = (form: Schema) => withParts(document, form)
  const $ref = namedForm(choice, path.reduce(valueAt, sent))
  return { all: forms.map(whole), named: $ref === undefined ? undefined : whole({ $ref }) }
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

/** A form with the members of all that it consists of. */
function withParts(document: ContractDocument, form: Schema, seen: readonly unknown[] = []): Schema {
  const own = schemaBehind(document, form)
  if (!Array.isArray(own.allOf) || seen.includes(own)) return own
  const parts = [own, ...own.allOf.map((part: Schema) => withParts(document, part, [...seen, own]))]
  return {
    type: parts.find(({ type }) => type !== undefined)?.type,
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required }) => (Array.isArray(required) ? required : [])),
  }
}

function memberOf(schema: Schema | undefined, name: string, { document }: BodySchema): Schema | undefined {
  if (!schema) return undefined
  const { properties = {}, items } = schemaBehind(document, schema)
  const members = properties as Readonly<Record<string, Schema>>
  return Object.hasOwn(members, name) ? members[name] : (items as Schema | undefined)
}

function distinct(violations: readonly Violation[]): readonly Violation[] {
  return [...new Map(violations.map((each) => [JSON.stringify(each), each])).values()]
}

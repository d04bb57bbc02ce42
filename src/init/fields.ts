import { requestSchema } from '../contract/body-schema.ts'
import { type Contract, type Operation, schemaBehind } from '../contract/contract.ts'
import type { ContractDocument, Parameter, Schema } from '../contract/document.ts'

/** A value that a request or an answer has a place for. */
export interface Field {
  readonly in: 'body' | Parameter['in']
  /** The names that lead to it; one for a parameter. */
  readonly path: readonly string[]
  readonly schema: Schema
  /** Whether it always has to be there. */
  readonly required: boolean
}

/** The fields of one form that a request may have. */
export type Form = readonly Field[]

/** The forms that are told apart; a request with more is no login. */
const mostForms = 16
const deepest = 4

/** The forms of a request, parameters included: several where its body has alternatives. */
export function requestForms({ document }: Contract, operation: Operation): readonly Form[] {
  const parameters = operation.parameters.map(
    (parameter): Field => ({
      in: parameter.in,
      path: [parameter.name],
      schema: schemaBehind(document, parameter.schema ?? {}),
      required: parameter.required === true,
    }),
  )
  const schema = requestSchema(document, operation)
  const forms = schema ? formsOf(document, schema) : [new Map<string, Member>()]
  return forms.map((form) => [...parameters, ...nested(document, form, [], true, 0)])
}

/** The fields of a value, whichever form it has; those of lists are left out. */
export function answerFields(document: ContractDocument, schema: Schema | undefined): readonly Field[] {
  const forms = schema ? formsOf(document, schema) : []
  const all = new Map(forms.toReversed().flatMap((form) => [...form]))
  const always = ([name, member]: readonly [string, Member]): [string, Member] => [
    name,
    { ...member, required: forms.every((form) => form.get(name)?.required === true) },
  ]
  return nested(document, new Map([...all].map(always)), [], true, 0).toSorted(
    (one, other) => one.path.length - other.path.length,
  )
}

interface Member {
  readonly schema: Schema
  readonly required: boolean
}

type ObjectForm = ReadonlyMap<string, Member>

/** Members, and below each object its own. */
function nested(
  document: ContractDocument,
  form: ObjectForm,
  before: readonly string[],
  required: boolean,
  depth: number,
): readonly Field[] {
  return [...form].flatMap(([name, member]): readonly Field[] => {
    const path = [...before, name]
    const isRequired = required && member.required
    const own: Field = { in: 'body', path, schema: member.schema, required: isRequired }
    const [below = new Map()] = depth < deepest ? formsOf(document, member.schema) : []
    return below.size === 0 ? [own] : nested(document, below, path, isRequired, depth + 1)
  })
}

/** The alternatives of an object: those of `oneOf` and `anyOf`, each with what it is composed of. */
function formsOf(document: ContractDocument, schema: Schema, passed: readonly Schema[] = []): readonly ObjectForm[] {
  const own = schemaBehind(document, schema)
  if (passed.includes(own) || passed.length > 8) return [new Map()]
  const below = [...passed, own]
  const required = new Set(list(own.required))
  const members = Object.entries(Object(own.properties) as Readonly<Record<string, unknown>>)
  const base: ObjectForm = new Map(
    members.map(([name, member]) => [name, { schema: plain(document, member), required: required.has(name) }]),
  )
  const parts = list(own.allOf).map((part) => formsOf(document, schemaIn(part), below))
  const choices = [own.oneOf, own.anyOf]
    .map((choice) => list(choice).flatMap((part) => formsOf(document, schemaIn(part), below)))
    .filter((choice) => choice.length > 0)
  return [...parts, ...choices]
    .reduce(
      (forms, options) => forms.flatMap((form) => options.map((option) => joined(form, option))).slice(0, mostForms),
      [base],
    )
    .map((form) => stated(form, required))
}

/** What the whole requires of a member that one of its parts describes. */
function stated(form: ObjectForm, required: ReadonlySet<unknown>): ObjectForm {
  return new Map([...form].map(([name, member]) => [name, required.has(name) ? { ...member, required: true } : member]))
}

function joined(one: ObjectForm, other: ObjectForm): ObjectForm {
  const all = new Map([...one])
  for (const [name, member] of other)
    all.set(name, { ...member, required: member.required || all.get(name)?.required === true })
  return all
}

/** A schema with what its one part or its one alternative that is not null says. */
function plain(document: ContractDocument, schema: unknown): Schema {
  const own = schemaBehind(document, schemaIn(schema))
  const [only, ...others] = [own.allOf, own.anyOf, own.oneOf]
    .flatMap(list)
    .map((part) => schemaBehind(document, schemaIn(part)))
    .filter(({ type }) => type !== 'null')
  return only && others.length === 0 ? { ...own, ...only } : own
}

function schemaIn(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The JSON types that a field may have; empty where nothing is said. */
export function typesOf({ schema: { type, enum: values } }: Field): readonly string[] {
  if (type !== undefined) return ([type].flat() as string[]).filter((each) => each !== 'null')
  return Array.isArray(values) ? [...new Set(values.map((value) => typeof value))] : []
}

export function isText(field: Field): boolean {
  const types = typesOf(field)
  return types.length === 0 || types.includes('string')
}

/** The values that a field may have, where there are few of them. */
export function valuesOf({ schema }: Field): readonly unknown[] {
  if (schema.const !== undefined) return [schema.const]
  if (Array.isArray(schema.enum)) return schema.enum
  const [, only] = /^\^([\w:-]+)\$$/.exec(String(schema.pattern ?? '')) ?? []
  return only === undefined ? [] : [only]
}

import { schemaBehind } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import type { Violation } from '../contract/violation.ts'
import { wordingOf } from './wording.ts'

/** A value that may have one of several forms, told apart by one of its members. */
interface Discriminated {
  readonly name: string
  /** What each form is called, in their order. */
  readonly forms: readonly { readonly $ref: string; readonly values: readonly string[] }[]
  /** All that name a form: the names of schemas and those of the mapping. */
  readonly values: readonly string[]
}

/** How the forms of a schema are told apart; undefined where one of them has no name (OpenAPI 3.1.1, 4.8.25.3). */
export function discriminatedBy({ oneOf, anyOf, discriminator }: Schema): Discriminated | undefined {
  const { propertyName, mapping } = Object(discriminator) as Schema
  const alternatives = formsIn(oneOf ?? anyOf).filter(({ type }) => type !== 'null')
  const references = alternatives.map(({ $ref }) => $ref).filter((each) => typeof each === 'string')
  if (typeof propertyName !== 'string' || references.length === 0) return undefined
  if (references.length < alternatives.length) return undefined
  const mapped = Object.entries(Object(mapping) as Schema)
  const forms = references.map(($ref) => {
    const own = $ref.split('/').at(-1) ?? ''
    const values = mapped.filter(([, target]) => target === $ref || target === own).map(([value]) => value)
    return { $ref, values: values.length > 0 ? values : [own], own }
  })
  const values = [...forms.flatMap((form) => [...form.values, form.own]), ...mapped.map(([value]) => value)]
  return { name: propertyName, forms, values: [...new Set(values)] }
}

/** The form that a value names; undefined where it names none. */
export function namedForm(schema: Schema, sent: unknown): string | undefined {
  const told = discriminatedBy(schema)
  const value = told && memberOf(sent, told.name)
  return told?.forms.find(({ $ref, values }) => values.includes(String(value)) || $ref.endsWith(`/${value}`))?.$ref
}

/** Tells what is wrong with the member that says which form a body has; undefined if it names one. */
export type Decision = (sent: unknown) => Violation | undefined

/**
 * The decision on the form of a body; undefined where its schema has no forms that a member tells apart. The validator
 * would tell what is wrong with each of them.
 */
export function compileDecision(document: ContractDocument, schema: Schema): Decision | undefined {
  const choice = schemaBehind(document, schema)
  const told = discriminatedBy(choice)
  const forms = told?.forms.map(({ $ref }) => schemaBehind(document, { $ref }))
  if (!told || !forms?.every(({ type }) => type === 'object')) return undefined
  const { name, values } = told
  const words = told.forms.flatMap((form) => form.values)
  const isDemanded = forms.every(({ required }) => Array.isArray(required) && required.includes(name))
  const isNullable = formsIn(choice.oneOf ?? choice.anyOf).some(({ type }) => type === 'null')
  return (sent) => {
    if (sent === null && isNullable) return undefined
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return wrong([], 'type', 'must be object')
    const value = memberOf(sent, name)
    if (value === undefined) return isDemanded ? wrong([name], 'required') : undefined
    if (typeof value !== 'string' || values.includes(value)) return undefined
    if (value === '') return wrong([name], 'minLength', 'fewer than 1 characters')
    return wrong([name], 'enum', `must be one of ${words.join(', ')}`)
  }
}

function formsIn(forms: unknown): readonly Schema[] {
  return Array.isArray(forms) ? forms.map((form) => Object(form) as Schema) : []
}

function wrong(path: readonly string[], keyword: string, message = ''): Violation {
  return { in: 'body', path, keyword, message: wordingOf(keyword, message) }
}

function memberOf(sent: unknown, name: string): unknown {
  if (typeof sent !== 'object' || sent === null || !Object.hasOwn(sent, name)) return undefined
  return (sent as Readonly<Record<string, unknown>>)[name]
}

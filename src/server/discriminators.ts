import { resolve } from '../contract/contract.ts'
import type { Schema } from '../contract/document.ts'
import type { Violation } from '../contract/violation.ts'
import type { BodySchema } from './closest-form.ts'
import { wordingOf } from './wording.ts'

/** A body that may have one of several forms, told apart by one of its members. */
interface ToldApart {
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly discriminator?: {
    readonly propertyName?: string
    readonly mapping?: Readonly<Record<string, string>>
  }
}

/**
 * What is wrong with the member that says which form a body has; undefined if it names one. The validator does not say
 * what is wrong with it or where it is, and fails on a body that is null.
 */
export function undecidedForm(body: BodySchema | undefined, sent: unknown): Violation | undefined {
  const schema = body && (resolve<Schema>(body.document, body.schema) as ToldApart)
  const name = schema?.discriminator?.propertyName
  if (!schema || name === undefined) return undefined
  const values = valuesOf(schema)
  if (values.length === 0) return undefined
  const wrong = (path: readonly string[], keyword: string, message = ''): Violation => ({
    in: 'body',
    path,
    keyword,
    message: wordingOf(keyword, message),
  })
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return wrong([], 'type', 'must be object')
  const value = Object.hasOwn(sent, name) ? (sent as Readonly<Record<string, unknown>>)[name] : undefined
  if (value === undefined) return wrong([name], 'required')
  if (typeof value !== 'string') return wrong([name], 'type', 'must be string')
  if (value === '' && !values.includes('')) return wrong([name], 'minLength', 'fewer than 1 characters')
  return values.includes(value) ? undefined : wrong([name], 'enum', `must be one of ${values.join(', ')}`)
}

/** The members of the forms that a body may have, if one of them tells the forms apart; undefined otherwise. */
export function membersToldApart(body: BodySchema | undefined): ReadonlySet<string> | undefined {
  if (!body) return undefined
  const schema = resolve<Schema>(body.document, body.schema) as ToldApart
  if (!schema.discriminator?.propertyName || valuesOf(schema).length === 0) return undefined
  const forms = (schema.oneOf ?? schema.anyOf ?? []).map((form) => resolve<Schema>(body.document, form))
  return new Set(forms.flatMap(({ properties = {} }) => Object.keys(properties as object)))
}

/** The values that name a form: those of the mapping, or else what the schema of the form is called. */
function valuesOf({ oneOf, anyOf, discriminator }: ToldApart): readonly string[] {
  const mapping = Object.entries(discriminator?.mapping ?? {})
  return (oneOf ?? anyOf ?? []).flatMap(({ $ref }) => {
    if (typeof $ref !== 'string') return []
    const mapped = mapping.filter(([, target]) => target === $ref).map(([value]) => value)
    return mapped.length > 0 ? mapped : [$ref.split('/').at(-1) ?? '']
  })
}

import type { Filled } from './call.ts'
import { type Form, valuesOf } from './fields.ts'
import { is } from './words.ts'

/** The grant type to send, where a request has a place for one and takes this one. */
export function grantConstant(form: Form, grant: string): readonly Filled[] {
  const field = form.find((each) => is('grant', each) && (each.in === 'body' || each.in === 'query'))
  if (!field) return []
  const values = valuesOf(field)
  const isNamed =
    values.includes(grant) ||
    (values.length === 0 && new RegExp(`\\b${grant}\\b`).test(String(field.schema.description ?? '')))
  return isNamed && (field.required || values.length > 1) ? [{ field, value: grant }] : []
}

/** Whether a request that has a grant type takes this one. */
export function takesGrant(form: Form, grant: string): boolean {
  const field = form.find((each) => is('grant', each))
  const values = field ? valuesOf(field) : []
  return values.length === 0 || values.includes(grant)
}

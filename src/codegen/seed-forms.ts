import type { CredentialForm } from '../ways/declarations.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text has a declared form. */
export function hasForm(text: string, form: CredentialForm | 'number'): boolean {
  if (form === 'number') return /^[1-9]\d{0,14}$/.test(text)
  if (form === 'uuid') return uuid.test(text)
  return typeof form === 'object' && 'pattern' in form ? new RegExp(`^(?:${form.pattern})$`, 'u').test(text) : true
}

/** What a declared form looks like. */
export function idForm(form: CredentialForm | 'number'): string {
  if (typeof form === 'object' && 'pattern' in form) return `its form is ${form.pattern}`
  return form === 'number' ? 'they are numbers' : 'they are UUIDs in lower case'
}

import { kindOf } from '../../contract/media-type.ts'
import type { Call } from '../flows/call.ts'
import { isTemplate, type Payload, type Template } from '../flows/template.ts'

/** Whether a body is JSON, by whatever name. */
export function isJson({ mediaType }: { readonly mediaType: string }): boolean {
  return kindOf(mediaType) === 'json'
}

/** The fields of a form; throws a TypeError for what no form can carry. */
export function fieldsOf(payload: Payload): readonly (readonly [name: string, value: Template])[] {
  if (payload === null || typeof payload !== 'object' || !('members' in payload))
    throw new TypeError('A form has fields')
  return payload.members.map(([name, value]) => {
    if (typeof value === 'object' && value !== null && isTemplate(value)) return [name, value] as const
    if (typeof value === 'object') throw new TypeError(`The field "${name}" of a form is a text`)
    return [name, [String(value)]] as const
  })
}

/** The query of a call, encoded; its values are known before the flow runs. */
export function queryOf({ id, parameters: { query } }: Call): string {
  return new URLSearchParams(query.map(([name, value]): [string, string] => [name, fixed(value, id)])).toString()
}

function fixed(template: Template, step: string): string {
  return template
    .map((part) => {
      if (typeof part !== 'string') throw new TypeError(`The query of the step "${step}" depends on another step`)
      return part
    })
    .join('')
}

import type { Call } from '../flows/call.ts'
import { fillIn, isFixed, snakeCase } from '../flows/names.ts'
import { isTemplate, type Payload, type Template } from '../flows/template.ts'
import type { Language, Setting } from './sample.ts'
import { fieldsOf, isJson, queryOf } from './wire.ts'

const lineWidth = 88

/** The command line; what a step got is in a variable that the reader sets. */
export const curl: Language = {
  id: 'curl',
  label: 'curl',
  opening: () => '',
  step(call, setting) {
    const body = bodyOf(call, setting)
    const parts = [
      addressOf(call, setting),
      ...methodOf(call, body.parts),
      ...credentialOf(call, setting),
      ...body.parts,
    ]
    const line = `curl ${parts.join(' ')}`
    return `${line.length > lineWidth ? `curl ${parts.join(' \\\n  ')}` : line}${body.after}`
  },
}

/** What the value of a known one is called in a shell. */
export function shellName(name: string): string {
  return snakeCase(name)
}

function addressOf(call: Call, setting: Setting): string {
  const query = queryOf(call)
  return quoted([setting.baseUrl, ...call.path, ...(query === '' ? [] : [`?${query}`])], setting)
}

function methodOf({ operation: { method } }: Call, body: readonly string[]): string[] {
  return method === (body.length > 0 ? 'POST' : 'GET') ? [] : [`-X ${method}`]
}

function credentialOf({ parameters, basic }: Call, setting: Setting): string[] {
  const headers = parameters.headers.map(([name, value]) => `-H ${quoted([`${name}: `, ...value], setting)}`)
  return basic ? [...headers, `-u ${quoted([...basic.username, ':', ...basic.password], setting)}`] : headers
}

function bodyOf({ body }: Call, setting: Setting): { readonly parts: string[]; readonly after: string } {
  if (!body) return { parts: [], after: '' }
  if (!isJson(body)) return { parts: fields(body.mediaType, body.payload, setting), after: '' }
  const json = jsonOf(body.payload, setting)
  const isUsual = body.mediaType === 'application/json'
  const type = isUsual ? [] : [`-H ${quoted([`Content-Type: ${body.mediaType}`], setting)}`]
  const data = isUsual ? '--json' : json.isFixed ? '--data-raw' : '--data'
  if (json.isFixed) return { parts: [...type, `${data} ${quoted([json.text], setting)}`], after: '' }
  return { parts: [...type, `${data} @- <<END`], after: `\n${json.text}\nEND` }
}

function fields(mediaType: string, payload: Payload, setting: Setting): string[] {
  const isForm = mediaType === 'application/x-www-form-urlencoded'
  return fieldsOf(payload).map(([name, value]) => {
    const isPlain = value.every((part) => typeof part === 'string' && /^[\w.@-]*$/.test(part))
    return `${isForm ? (isPlain ? '-d' : '--data-urlencode') : '-F'} ${quoted([`${name}=`, ...value], setting)}`
  })
}

/** JSON as it is written; where steps gave parts of it a shell reads it, so that what it would replace is escaped. */
function jsonOf(payload: Payload, setting: Setting): { readonly text: string; readonly isFixed: boolean } {
  const isFixed = !hasKnown(payload)
  const escaped = (text: string) => (isFixed ? text : text.replaceAll(/[\\`$]/g, '\\$&'))
  const write = (value: Payload): string => {
    if (value === null || typeof value !== 'object') return JSON.stringify(value)
    if (isTemplate(value))
      return `"${fillIn(value, variable(setting), (text) => escaped(JSON.stringify(text).slice(1, -1)))}"`
    if ('items' in value) return `[${value.items.map(write).join(', ')}]`
    return `{${value.members.map(([name, each]) => `${escaped(JSON.stringify(name))}: ${write(each)}`).join(', ')}}`
  }
  return { text: write(payload), isFixed }
}

function hasKnown(payload: Payload): boolean {
  if (payload === null || typeof payload !== 'object') return false
  if (isTemplate(payload)) return !isFixed(payload)
  return 'items' in payload ? payload.items.some(hasKnown) : payload.members.some(([, value]) => hasKnown(value))
}

/** One word of a shell: in single quotes, or in double quotes where variables are in it. */
function quoted(template: Template, setting: Setting): string {
  const text = fillIn(template, variable(setting))
  if (!isFixed(template))
    return `"${fillIn(template, variable(setting), (part) => part.replaceAll(/["\\$`]/g, '\\$&'))}"`
  return /^[\w.,:/@=%~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function variable({ names }: Setting) {
  return (known: Parameters<typeof names>[0]) => `$${shellName(names(known))}`
}

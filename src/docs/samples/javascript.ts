import { fillIn, isFixed } from '../flows/names.ts'
import { isTemplate, type Known, type Payload, type Template } from '../flows/template.ts'
import type { Setting } from './sample.ts'

/** A string literal; a template literal where known values are in it; the name itself where it is one of them alone. */
export function literal(template: Template, { names }: Pick<Setting, 'names'>): string {
  const [only, ...others] = template
  if (typeof only === 'object' && others.length === 0) return names(only)
  if (isFixed(template)) return text(template.join(''))
  const words = (part: string) => part.replaceAll(/[`\\$]/g, '\\$&').replaceAll('\r', '\\r')
  return `\`${fillIn(template, (known: Known) => `\${${names(known)}}`, words)}\``
}

export function text(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** An object literal of the payload. */
export function object(payload: Payload, setting: Pick<Setting, 'names'>): string {
  if (payload === null || typeof payload !== 'object') return JSON.stringify(payload)
  if (isTemplate(payload)) return literal(payload, setting)
  if ('items' in payload) return `[${payload.items.map((item) => object(item, setting)).join(', ')}]`
  if (payload.members.length === 0) return '{}'
  return `{ ${payload.members.map(([name, value]) => member(name, object(value, setting))).join(', ')} }`
}

export function member(name: string, value: string): string {
  if (name === value) return name
  return `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name)}: ${value}`
}

/** The way to a member of a value: `.data.jwtToken`. */
export function way(members: readonly string[]): string {
  return members.map((name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${text(name)}]`)).join('')
}

/** The arguments of a call on one line if it is short, else each option on a line of its own. */
export function call(callee: string, first: string, options: readonly string[], after = ''): string {
  if (options.length === 0) return `${callee}(${first})${after}`
  const line = `${callee}(${first}, { ${options.join(', ')} })${after}`
  if (line.length <= 88) return line
  return `${callee}(${first}, {\n${options.map((option) => `  ${option},\n`).join('')}})${after}`
}

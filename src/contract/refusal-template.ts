import { describeViolation, type Violation } from './violation.ts'

/** What placeholders stand for; a value is only made where it is asked for. */
export type Values = Readonly<Record<string, () => unknown>>

/** As many violations as a refusal lists. */
const mostViolations = 100

/** What stands for a violation in the item of a list. */
const ofViolation = {
  violation: describeViolation,
  'violation.at': ({ in: where, path }) => [where, ...path].join('.'),
  'violation.path': ({ in: where, path }) => [where, ...path],
  'violation.name': ({ path }) => path.join('.'),
  'violation.location': ({ in: where }) => where,
  'violation.message': ({ message }) => message,
  'violation.keyword': ({ keyword }) => keyword,
} as const satisfies Readonly<Record<string, (violation: Violation) => unknown>>

/** The names of the placeholders for a violation. */
export const violationNames: readonly string[] = Object.keys(ofViolation)

const placeholders = /\{([\w.]+)\}/g

/** The names of the placeholders in a template. */
export function placeholdersIn(template: unknown): readonly string[] {
  if (typeof template === 'string') return [...template.matchAll(placeholders)].map(([, name = '']) => name)
  return typeof template === 'object' && template !== null ? Object.values(template).flatMap(placeholdersIn) : []
}

/** A text that is nothing but a placeholder becomes its value; within a longer text it becomes part of that. */
export function filledText(text: string, values: Values): unknown {
  const [, only] = /^\{([\w.]+)\}$/.exec(text) ?? []
  if (only !== undefined && Object.hasOwn(values, only)) return values[only]?.()
  return text.replaceAll(placeholders, (whole, name: string) =>
    Object.hasOwn(values, name) ? written(values[name]?.()) : whole,
  )
}

function written(value: unknown): string {
  return Array.isArray(value) ? value.join('.') : String(value)
}

/** Whether it is a list that stands for all violations. */
export function isRepeated(template: unknown): template is readonly [unknown] {
  return (
    Array.isArray(template) &&
    template.length === 1 &&
    placeholdersIn(template).some((name) => violationNames.includes(name))
  )
}

/** A body by its template. */
export function filledTemplate(template: unknown, values: Values, violations: readonly Violation[]): unknown {
  if (typeof template === 'string') return filledText(template, values)
  if (typeof template !== 'object' || template === null) return template
  if (isRepeated(template))
    return violations.slice(0, mostViolations).map((violation) => {
      const own = Object.entries(ofViolation).map(([name, read]) => [name, () => read(violation)] as const)
      return filledTemplate(template[0], { ...values, ...Object.fromEntries(own) }, violations)
    })
  if (Array.isArray(template)) return template.map((item) => filledTemplate(item, values, violations))
  const members = Object.entries(template).filter(([, member]) => violations.length > 0 || !isRepeated(member))
  return Object.fromEntries(members.map(([name, member]) => [name, filledTemplate(member, values, violations)]))
}

/** An example with the values of some placeholders at the places where a template has them. */
export function renewedExample(example: unknown, template: unknown, values: Values): unknown {
  if (typeof template === 'string')
    return placeholdersIn(template).some((name) => Object.hasOwn(values, name)) ? filledText(template, values) : example
  if (typeof template !== 'object' || template === null || typeof example !== 'object' || example === null)
    return example
  const parts = template as Readonly<Record<string, unknown>>
  const members = Object.entries(example).map(([name, value]) => [name, renewedExample(value, parts[name], values)])
  return Array.isArray(example) ? members.map(([, value]) => value) : Object.fromEntries(members)
}

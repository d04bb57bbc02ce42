import type { WayBody, WayCall } from '../ways/way.ts'
import { type Field, valuesOf } from './fields.ts'

/** A place of a request, and what is sent there: a constant or an expression. */
export interface Filled {
  readonly field: Field
  readonly value: string | number | boolean
}

/** The call of an operation that sends values in their places. */
export function callOf(operationId: string, filled: readonly Filled[]): WayCall {
  const parameters = filled.filter(({ field }) => field.in !== 'body')
  const body = filled.filter(({ field }) => field.in === 'body')
  return {
    operationId,
    ...(parameters.length > 0 && {
      parameters: Object.fromEntries(parameters.map(({ field, value }) => [field.path[0] ?? '', value])),
    }),
    ...(body.length > 0 && { requestBody: bodyOf(body) }),
  }
}

function bodyOf(filled: readonly Filled[]): WayBody {
  const byName = Map.groupBy(filled, ({ field }) => field.path[0] ?? '')
  const members = [...byName].map(([name, all]): [string, WayBody | Filled['value']] => {
    const [first] = all
    if (first?.field.path.length === 1) return [name, first.value]
    return [name, bodyOf(all.map(({ field, value }) => ({ field: { ...field, path: field.path.slice(1) }, value })))]
  })
  return Object.fromEntries(members)
}

/** The name of an input for a field: `user_name` is `userName`. */
export function inputName({ path }: Pick<Field, 'path'>): string {
  const words = (path.at(-1) ?? '').split(/[^A-Za-z0-9]+/).filter(Boolean)
  const [first = 'value', ...others] = words
  return [
    /^[A-Z0-9]+$/.test(first) ? first.toLowerCase() : first.replace(/^./, (letter) => letter.toLowerCase()),
    ...others.map((word) => word.replace(/^./, (letter) => letter.toUpperCase())),
  ].join('')
}

/** What says that a login is one by password, where a request names a method. */
const usualMethods = ['password', 'db', 'local', 'email', 'credentials', 'native']

/** A constant for a field that has to be sent, and that has one value or one that is obviously meant. */
export function constantFor(field: Field, wanted: readonly string[] = usualMethods): Filled | undefined {
  const [, told] =
    /\b(?:should|must|has to) be (?:set to )?["'`](\w+)["'`]/i.exec(String(field.schema.description ?? '')) ?? []
  const values = told === undefined ? valuesOf(field) : [told]
  const value = values.length === 1 ? values[0] : wanted.find((each) => values.includes(each))
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? { field, value }
    : undefined
}

/** Fields that have to be sent and that nothing is known of: they become inputs, or constants where they have one value. */
export function remaining(
  form: readonly Field[],
  filled: readonly Filled[],
): { readonly constants: readonly Filled[]; readonly inputs: readonly Field[] } {
  const taken = new Set(filled.map(({ field }) => field))
  const open = form.filter((field) => field.required && !taken.has(field))
  const constants = open.flatMap((field) => constantFor(field) ?? [])
  const known = new Set(constants.map(({ field }) => field))
  return { constants, inputs: open.filter((field) => !known.has(field)) }
}

export function inputFilled(field: Field): Filled {
  return { field, value: `$inputs.${inputName(field)}` }
}

/** `$response.body#/data/token`. */
export function outputAt({ path }: Pick<Field, 'path'>): string {
  return path.length === 0 ? '$response.body' : `$response.body#${pointerTo(path)}`
}

export function pointerTo(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

import type { Operation } from '../contract/contract.ts'
import type { Parameter } from '../contract/document.ts'
import { namesIn } from '../contract/path-template.ts'
import type { Shape } from '../contract/schema-shape.ts'
import { isObject } from './parameter-styles.ts'

export type Place = Parameter['in']

/** The styles of each place (OpenAPI 3.1.1, 4.8.12.3); the first is the usual one. */
const placeStyles: Readonly<Record<Place, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
}

/** Whether the style of a parameter is one of its place. */
export function hasStyle({ in: place, style }: Parameter): boolean {
  return style === undefined || placeStyles[place].includes(style)
}

/** Those that can be sent: a path has no other than its template, and all of those. */
export function sendable({ path, parameters }: Operation): readonly Parameter[] {
  const names = namesIn(path)
  const declared = parameters
    .filter((parameter) => parameter.in !== 'path' || names.includes(parameter.name))
    .map((parameter) => (hasStyle(parameter) ? parameter : withoutStyle(parameter)))
  const undeclared = names.filter((name) => !declared.some((each) => each.in === 'path' && each.name === name))
  return [...declared, ...undeclared.map((name): Parameter => ({ name, in: 'path', required: true, schema: {} }))]
}

function withoutStyle({ style: _, ...parameter }: Parameter): Parameter {
  return parameter
}

/** The schema of a parameter, whichever way it is given. */
export function schemaOfParameter({ schema, content }: Parameter): unknown {
  return schema ?? Object.values(content ?? {})[0]?.schema ?? {}
}

/** Whether an empty value says that the parameter is not used (OpenAPI 3.1.1, 4.8.12.2.1). */
export function takesEmpty({ allowEmptyValue }: Parameter): boolean {
  return allowEmptyValue === true
}

/** Whether each member of an object is sent under its own name. */
export function isSpreadObject(
  { content, style = 'form', explode = style === 'form' }: Parameter,
  shape: Shape,
): boolean {
  return !content && style !== 'deepObject' && explode && isObject(shape)
}

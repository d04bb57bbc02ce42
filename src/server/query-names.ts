import type { Contract, Operation } from '../contract/contract.ts'
import type { Parameter } from '../contract/document.ts'
import { partsOfPath } from '../contract/path-template.ts'
import { shapeOf } from '../contract/schema-shape.ts'
import type { Violation } from '../contract/violation.ts'
import { isDeepName } from './deep-object.ts'
import { isSpreadObject, schemaOfParameter } from './parameter-objects.ts'

/** The query parameters that an operation knows. */
export interface QueryNames {
  readonly names: ReadonlySet<string>
  /** Of objects whose members are in brackets. */
  readonly deep: readonly string[]
  /** The one that is spread and takes members of any name, if there is one. */
  readonly open: string | undefined
}

export function queryNames(
  { document, securitySchemes }: Contract,
  { path, security }: Operation,
  query: readonly Parameter[],
): QueryNames {
  const shaped = query.map((parameter) => ({ ...parameter, shape: shapeOf(document, schemaOfParameter(parameter)) }))
  const spread = shaped.filter((parameter) => isSpreadObject(parameter, parameter.shape))
  const deep = shaped.filter(({ style }) => style === 'deepObject').map(({ name }) => name)
  const keys = security.flatMap((names) => Object.keys(names)).map((name) => securitySchemes[name])
  const single = shaped.filter((parameter) => !spread.includes(parameter)).map(({ name }) => name)
  const inKeys = keys.flatMap((key) => (key?.in === 'query' && key.name !== undefined ? [key.name] : []))
  const inPath = partsOfPath(path).query.map(([name]) => name)
  return {
    names: new Set([...inPath, ...single, ...inKeys, ...spread.flatMap(({ shape }) => [...shape.names])]),
    deep,
    open: spread.find(({ shape }) => shape.isOpen)?.name,
  }
}

function isDeep(name: string, { deep }: QueryNames): boolean {
  return deep.some((object) => isDeepName(object, name))
}

/** Whether a name belongs to no parameter, and so to the object that takes any. */
export function isLeft(name: string, known: QueryNames): boolean {
  return !known.names.has(name) && !isDeep(name, known)
}

/** What was sent and is not known, unless an object takes it. */
export function unknownNames(sent: Iterable<string>, known: QueryNames): Violation[] {
  if (known.open !== undefined) return []
  return [...sent]
    .filter((name) => isLeft(name, known))
    .map((name) => ({ in: 'query', path: [name], keyword: 'unknown', message: 'is not known here' }))
}

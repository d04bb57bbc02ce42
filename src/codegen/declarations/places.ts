import type { Contract, Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'

/** An extension that a contract has, where it is, and what its shape is called in the schema. */
export interface Place {
  readonly at: readonly string[]
  readonly shape: string
  readonly value: unknown
}

type Shapes = Readonly<Record<string, string>>

const ofRoot: Shapes = {
  'x-accounts': 'accounts',
  'x-settings': 'settings',
  'x-precedence': 'precedence',
  'x-refusals': 'refusals',
  'x-answer': 'answer',
}
const ofScheme: Shapes = { 'x-ways': 'ways', 'x-lifecycle': 'lifecycle', 'x-refusals': 'refusals' }
const ofOperation: Shapes = { 'x-action': 'action', 'x-answer': 'answer', 'x-refusals': 'refusals' }

/** Every extension of ours in a contract: of its root, its security schemes and its operations. */
export function placesOf({ document, operations }: Pick<Contract, 'document' | 'operations'>): readonly Place[] {
  return [
    ...extensionsOf(document, ofRoot, []),
    ...Object.entries(document.components?.securitySchemes ?? {}).flatMap(([name, scheme]) =>
      extensionsOf(scheme, ofScheme, schemeAt(name)),
    ),
    ...operations.flatMap((operation) =>
      extensionsOf(operationObject(document, operation), ofOperation, operationAt(operation)),
    ),
  ]
}

function extensionsOf(holder: object, shapes: Shapes, at: readonly string[]): Place[] {
  return Object.entries(shapes).flatMap(([name, shape]) => {
    const value = (holder as Readonly<Record<string, unknown>>)[name]
    return value === undefined ? [] : [{ at: [...at, name], shape, value }]
  })
}

export function schemeAt(name: string): readonly string[] {
  return ['components', 'securitySchemes', name]
}

export function operationAt({ path, method }: Pick<Operation, 'path' | 'method'>): readonly string[] {
  return ['paths', path, method.toLowerCase()]
}

function operationObject({ paths }: ContractDocument, { path, method }: Operation): object {
  return Object(paths[path]?.[method.toLowerCase()])
}

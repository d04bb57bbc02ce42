import type { ContractDocument, OperationObject, PathItem } from '../contract/document.ts'
import { methods } from '../contract/operation.ts'

/** The operations of a document, by method and path: `GET /orders`. */
export function operationsIn({ paths }: ContractDocument): readonly (readonly [key: string, OperationObject])[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    operationsOf(item).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  )
}

/** A document whose operations are changed. */
export function changeOperations(
  document: ContractDocument,
  change: (operation: OperationObject, key: string) => OperationObject,
): ContractDocument {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const changed = operationsOf(item).map(([method, operation]) => [
      method.toLowerCase(),
      change(operation, `${method} ${path}`),
    ])
    return [path, { ...item, ...Object.fromEntries(changed) }] as const
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

function operationsOf(item: PathItem): readonly (readonly [method: string, OperationObject])[] {
  return methods.flatMap((method) => {
    const operation = item[method.toLowerCase()]
    return typeof operation === 'object' && operation !== null ? [[method, operation as OperationObject] as const] : []
  })
}

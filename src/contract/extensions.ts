import type { Operation } from './contract.ts'
import type { ContractDocument, OperationObject } from './document.ts'

/** The value of an extension of an operation; one that only says `x-alias-of` has those of the operation that it names. */
export function operationExtension(document: ContractDocument, operation: Operation, name: `x-${string}`): unknown {
  const own = objectOf(document, operation)
  const original = own['x-alias-of']
  if (own[name] !== undefined || original === undefined) return own[name]
  return operationObjects(document).find(({ operationId }) => operationId === original)?.[name]
}

type Extended = OperationObject & Readonly<Record<`x-${string}`, unknown>>

function objectOf(document: ContractDocument, { method, path }: Operation): Extended {
  return document.paths[path]?.[method.toLowerCase()] as Extended
}

function operationObjects({ paths }: ContractDocument): readonly Extended[] {
  return Object.values(paths).flatMap((item) => Object.values(item) as Extended[])
}

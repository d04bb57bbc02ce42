import { type Contract, resolve } from '../../contract/contract.ts'
import type { ContractDocument, Schema } from '../../contract/document.ts'
import type { Call } from '../flows/call.ts'

/** Whether a documented answer may be without what stands there, so that whoever goes on with it has to look. */
export function mayLack({ document }: Contract, { operation, status }: Call, members: readonly string[]): boolean {
  const media = operation.responses.get(String(status))?.content['application/json']
  return isOptional(document, (media?.schema ?? {}) as Schema, members)
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

function isOptional(document: ContractDocument, schema: Schema, [name, ...others]: readonly string[]): boolean {
  if (name === undefined) return false
  const { properties, required } = resolve<ObjectSchema>(document, schema)
  return !required?.includes(name) || isOptional(document, properties?.[name] ?? {}, others)
}

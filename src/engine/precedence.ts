import type { ContractDocument } from '../contract/document.ts'
import type { ServedApi } from '../server/served-api.ts'

/** `x-precedence`: the schemes of which the first that was sent decides alone. */
export function precedenceOf(document: ContractDocument): ServedApi<never>['accepts'] {
  const declared = document['x-precedence']
  return Array.isArray(declared) && declared.length > 0 ? declared.map(String) : undefined
}

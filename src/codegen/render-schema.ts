import openapiTypescript, { astToString } from 'openapi-typescript'
import type { ContractDocument } from '../contract/document.ts'
import { rewrite } from '../contract/walk.ts'
import { banner } from './banner.ts'
import { nameRecursiveTypes } from './recursive-types.ts'
import { typeable } from './typeable.ts'

/** `schema.ts`: the types of everything in the contract, by openapi-typescript. */
export async function renderSchema(document: ContractDocument): Promise<string> {
  const source = veilMethod(veilNames(typeable(document)))
  const nodes = await openapiTypescript(source as never, {
    immutable: true,
    silent: true,
    defaultNonNullable: false,
    readWriteMarkers: hasOneWayMembers(document),
  })
  return banner + unveil(astToString(nameRecursiveTypes(nodes)))
}

/**
 * The generator makes a pointer of an operation's name without escaping it, so `#` and `%` in there are sent through it
 * as characters that mean nothing to anyone.
 */
function veilNames(document: ContractDocument): ContractDocument {
  const veil = (name: string) => name.replaceAll(/[#%]/g, (char) => String.fromCharCode(0xe000 + char.charCodeAt(0)))
  return rewrite(document, (node) =>
    typeof node.operationId === 'string' ? { ...node, operationId: veil(node.operationId) } : node,
  )
}

/** The generator calls this method of whatever object it reads, and fails where the name is a member of it. */
function veilMethod(document: ContractDocument): ContractDocument {
  const text = JSON.stringify(document)
  return text.includes('hasOwnProperty')
    ? JSON.parse(text.replaceAll('hasOwnProperty', 'hasOwn\ue000Property'))
    : document
}

/** As the printer writes them. */
function unveil(text: string): string {
  return text
    .replaceAll(/\\uE000|\ue000/g, '')
    .replaceAll(/\\uE0(2[35])/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** Whether some member belongs into requests or replies alone; only then do the types need marks for it. */
function hasOneWayMembers(document: ContractDocument): boolean {
  let found = false
  rewrite(document, (node) => {
    found ||= node.readOnly === true || node.writeOnly === true
    return node
  })
  return found
}

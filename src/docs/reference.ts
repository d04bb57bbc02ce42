import type { Contract, Operation } from '../contract/contract.ts'
import type { ContractDocument, OperationObject } from '../contract/document.ts'
import { changeOperations, operationsIn } from '../engine/document-operations.ts'
import { anchorOf, anchorsOf } from './anchors.ts'
import { pageOf } from './links.ts'
import type { ApiSource } from './sources.ts'

/** Where the reference shows an operation: Redoc routes within the fragment, by group and id. */
export function referenceOf({ id, contract }: ApiSource, operation: Operation): string {
  return `${pageOf(id, 'reference')}#/${groupOf(contract, operation)}/${anchorOf(contract, operation).toLowerCase()}`
}

function groupOf(contract: Contract, { path, method }: Operation): string {
  const [tag] = tagsOf((contract.document.paths[path]?.[method.toLowerCase()] ?? {}) as OperationObject)
  return tag === undefined ? ofNoGroup : (groupsOf(contract).get(tag) ?? '').toLowerCase()
}

/** What Redoc calls the group of operations that have none. */
const ofNoGroup = 'other'

const known = new WeakMap<Contract, ReadonlyMap<string, string>>()

/** The names of groups as addresses have them. */
function groupsOf(contract: Contract): ReadonlyMap<string, string> {
  const before = known.get(contract)
  if (before) return before
  const all = operationsIn(contract.document).flatMap(([, operation]) => tagsOf(operation))
  const groups = anchorsOf([...new Set(all)], 'group', [ofNoGroup])
  known.set(contract, groups)
  return groups
}

function tagsOf({ tags }: OperationObject): readonly string[] {
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string' && tag !== '') : []
}

interface Tag {
  readonly name?: unknown
  readonly 'x-displayName'?: unknown
}

/** A document whose ids and groups Redoc routes by as they are, so that links lead there; it shows their own names. */
export function routed(contract: Contract, document: ContractDocument): ContractDocument {
  const operations = new Map(
    contract.operations.map((operation) => [`${operation.method} ${operation.path}`, operation]),
  )
  const groups = groupsOf(contract)
  const changed = changeOperations(document, (operation, key) => {
    const known = operations.get(key)
    if (!known) return operation
    const tags = tagsOf(operation).map((tag) => groups.get(tag) ?? tag)
    return { ...operation, operationId: anchorOf(contract, known), summary: known.summary, tags }
  })
  const { tags: declared } = document as { readonly tags?: unknown }
  const described = new Map((Array.isArray(declared) ? (declared as readonly Tag[]) : []).map((tag) => [tag.name, tag]))
  // In the order in which they are declared, and then those that are not.
  const names = [...new Set([...described.keys(), ...groups.keys()])].filter((name) => groups.has(String(name)))
  const tags = names.map((name) => {
    const tag = described.get(name) ?? {}
    return { ...tag, name: groups.get(String(name)), 'x-displayName': tag['x-displayName'] ?? name }
  })
  return { ...changed, tags } as ContractDocument
}

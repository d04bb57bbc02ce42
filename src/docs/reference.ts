import type { Operation } from '../contract/contract.ts'
import { pageOf } from './links.ts'
import type { ApiSource } from './sources.ts'

/** Where the reference shows an operation: Redoc routes within the fragment, by group and id. */
export function referenceOf({ id, contract }: ApiSource, operation: Operation): string {
  return `${pageOf(id, 'reference')}#/${groupOf(contract.document.paths, operation)}/${operation.id.toLowerCase()}`
}

function groupOf(paths: ApiSource['contract']['document']['paths'], { path, method }: Operation): string {
  const { tags = [] } = (paths[path]?.[method.toLowerCase()] ?? {}) as { readonly tags?: readonly string[] }
  return (tags[0] ?? '').toLowerCase()
}

import type { ContractDocument } from '../contract/document.ts'
import { meant } from '../contract/nearest.ts'
import { CannotVerify } from './cannot-verify.ts'
import type { AnyCheck, Subject } from './subject.ts'

/** What of a suite is wanted: one of each kind that is named; everything where nothing is. */
export interface Selection {
  readonly operations: readonly string[]
  readonly facts: readonly string[]
  readonly tags: readonly string[]
}

/** What selects the checks of no operation. */
const wholeApi = 'api'

/** The checks of a selection, in the order of the suite; throws a {@link CannotVerify} for what there is not. */
export function selected(subject: Subject, { operations, facts, tags }: Selection): AnyCheck[] {
  const { checks } = subject.suite
  const opTags = tagsOfOperations(subject)
  const tagsOf = (check: AnyCheck) => [...check.tags, ...(opTags.get(check.operation ?? '') ?? [])]
  refuseUnknown('the operation', operations, [...new Set(checks.map(operationOf))])
  refuseUnknown('the fact', facts, [...new Set(checks.flatMap((check) => check.facts))].sort())
  refuseUnknown('the tag', tags, [...new Set(checks.flatMap(tagsOf))])
  const chosen = checks.filter(
    (check) => isAmong([operationOf(check)], operations) && isAmong(check.facts, facts) && isAmong(tagsOf(check), tags),
  )
  if (chosen.length === 0)
    throw new CannotVerify('No check is of all that was selected; each of the selections narrows the others')
  return chosen
}

function operationOf({ operation }: AnyCheck): string {
  return operation ?? wholeApi
}

function isAmong(own: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length === 0 || own.some((each) => wanted.includes(each))
}

function refuseUnknown(what: string, wanted: readonly string[], known: readonly string[]): void {
  const unknown = wanted.find((each) => !known.includes(each))
  if (unknown === undefined) return
  throw new CannotVerify(`No check is about ${what} "${unknown}"${meant(unknown, known)}`)
}

/** What the contract calls the groups that its operations are in. */
function tagsOfOperations({ contract }: Subject): Map<string, readonly string[]> {
  return new Map(contract.operations.map(({ id, path, method }) => [id, tagsAt(contract.document, path, method)]))
}

function tagsAt({ paths }: ContractDocument, path: string, method: string): readonly string[] {
  const { tags = [] } = (paths[path]?.[method.toLowerCase() as 'get'] ?? {}) as { readonly tags?: readonly string[] }
  return tags
}

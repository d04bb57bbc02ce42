import type { ContractDocument } from '../contract/document.ts'
import { meant } from '../contract/nearest.ts'
import { CannotVerify } from './cannot-verify.ts'
import type { NotRun } from './report.ts'
import type { AnyCheck, Subject } from './subject.ts'

/** What of a suite is wanted: one of each kind that is named; everything where nothing is. */
export interface Selection {
  readonly operations: readonly string[]
  readonly facts: readonly string[]
  readonly tags: readonly string[]
  readonly rules: readonly string[]
  /** Ids; undefined for all. */
  readonly only: readonly string[] | undefined
}

/** What selects the checks of no operation. */
const wholeApi = 'api'

/** The checks of a selection, in the order of the suite; throws a {@link CannotVerify} for what there is not. */
export function selected(subject: Subject, { operations, facts, tags, rules, only }: Selection): AnyCheck[] {
  const { checks } = subject.suite
  const tagsOf = tagReader(subject)
  refuseUnknown('the operation', operations, [...new Set(checks.map(operationOf))])
  refuseUnknown('the fact', facts, [...new Set(checks.flatMap((check) => check.facts))].sort())
  refuseUnknown('the tag', tags, [...new Set(checks.flatMap(tagsOf))])
  refuseUnknown('the rule', rules, [...new Set(checks.flatMap(rulesOf))])
  const chosen = checks.filter(
    (check) =>
      isAmong([operationOf(check)], operations) &&
      isAmong(check.facts, facts) &&
      isAmong(tagsOf(check), tags) &&
      isAmong(rulesOf(check), rules) &&
      (only?.includes(check.id) ?? true),
  )
  if (chosen.length === 0)
    throw new CannotVerify('No check is of all that was selected; each of the selections narrows the others')
  return chosen
}

/** Says of a check which of the words has it left out: its id, a pattern of ids with `*`, a tag or a rule. */
export function skipper(subject: Subject, words: readonly string[]): (check: AnyCheck) => NotRun | undefined {
  const tagsOf = tagReader(subject)
  const tests = words.map((word) => {
    const pattern = new RegExp(`^${word.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's')
    const skips = (check: AnyCheck) => pattern.test(check.id) || [...tagsOf(check), ...rulesOf(check)].includes(word)
    return { word, skips }
  })
  const useless = tests.find(({ skips }) => !subject.suite.checks.some(skips))
  if (useless) throw new CannotVerify(`--skip "${useless.word}" is no check, pattern of checks, tag or rule`)
  return (check) => {
    const found = tests.find(({ skips }) => skips(check))
    return found && { wants: [], reason: `--skip "${found.word}"` }
  }
}

function rulesOf({ rule }: AnyCheck): readonly string[] {
  return rule === undefined ? [] : [rule]
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

/** The kinds of a check, and what the contract calls the groups that its operation is in. */
function tagReader(subject: Subject): (check: AnyCheck) => readonly string[] {
  const ofOperations = tagsOfOperations(subject)
  return ({ tags, operation }) => [...tags, ...(ofOperations.get(operation ?? '') ?? [])]
}

function tagsOfOperations({ contract }: Subject): Map<string, readonly string[]> {
  return new Map(contract.operations.map(({ id, path, method }) => [id, tagsAt(contract.document, path, method)]))
}

function tagsAt({ paths }: ContractDocument, path: string, method: string): readonly string[] {
  const { tags = [] } = (paths[path]?.[method.toLowerCase() as 'get'] ?? {}) as { readonly tags?: readonly string[] }
  return tags
}

import type { CheckRecord, Report, Result } from './report.ts'

const failures: ReadonlySet<Result> = new Set(['deviation', 'inconclusive', 'error'])

/** Whether a check is one to look at again. */
export function hasFailed(result: Result): boolean {
  return failures.has(result)
}

/** What is otherwise than the last time; null if there was none. */
export function changesSince(
  before: ReadonlyMap<string, Result> | undefined,
  checks: readonly CheckRecord[],
): Report['changes'] {
  if (!before) return null
  const known = checks.flatMap(({ id, result }) => {
    const last = before.get(id)
    return last === undefined ? [] : [{ id, result, hadFailed: hasFailed(last) }]
  })
  return {
    newlyFailing: known.filter(({ result, hadFailed }) => hasFailed(result) && !hadFailed).map(({ id }) => id),
    newlyPassing: known.filter(({ result, hadFailed }) => result === 'passed' && hadFailed).map(({ id }) => id),
  }
}

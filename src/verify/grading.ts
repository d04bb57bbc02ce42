import type { Baseline } from './baseline.ts'
import type { CheckRecord } from './report.ts'

/** Which deviations do not fail a run. */
export interface Grading {
  /** Whether advice fails it, too. */
  readonly isStrict: boolean
  readonly baseline: Baseline
}

/** A record with the result that counts: a deviation is known, advice, or one that fails the run. */
export function graded(record: CheckRecord, { isStrict, baseline }: Grading): CheckRecord {
  if (record.result !== 'deviation') return record
  const reason = baseline.get(record.id)
  if (reason !== undefined) return { ...record, result: 'known', known: reason }
  return record.severity === 'advice' && !isStrict ? { ...record, result: 'advice' } : record
}

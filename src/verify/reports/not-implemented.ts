import type { CheckRecord, Report } from '../report.ts'
import { counted, wholeApi } from './words.ts'

/** A deviation that says no more than that something is yet to be written (RFC 9110, 15.6.2). */
export function isUnwritten({ result, evidence }: CheckRecord): boolean {
  return result === 'deviation' && evidence?.answer?.status === 501
}

/** An operation none of whose deviations says more. */
export interface Unwritten {
  /** Null for the promises of the whole API. */
  readonly operation: string | null
  readonly checks: readonly CheckRecord[]
}

export function unwrittenIn({ checks }: Pick<Report, 'checks'>): Unwritten[] {
  const deviations = checks.filter(({ result }) => result === 'deviation')
  return [...Map.groupBy(deviations, ({ operation }) => operation)].flatMap(([operation, some]) =>
    some.every(isUnwritten) ? [{ operation, checks: some }] : [],
  )
}

/** `not implemented: listTeams, 9 checks; 501 from POST /login`: another operation may be what it waits for. */
export function unwrittenWords({ operation, checks }: Unwritten): string {
  const asked = [...new Set(checks.map(requestOf))]
  const named = asked.length > mostNamed ? [...asked.slice(0, mostNamed), '…'] : asked
  return `not implemented: ${operation ?? wholeApi}, ${counted(checks.length, 'check')}; 501 from ${named.join(', ')}`
}

/** Requests that a line has room for. */
const mostNamed = 3

function requestOf({ evidence }: CheckRecord): string {
  return evidence ? `${evidence.request.method} ${new URL(evidence.request.url).pathname}` : ''
}

import type { CheckRecord, Report } from '../report.ts'
import { counted, wholeApi } from './words.ts'

/** A deviation that says no more than that something is yet to be written (RFC 9110, 15.6.2). */
export function isUnwritten({ result, evidence }: CheckRecord): boolean {
  return result === 'deviation' && evidence?.answer?.status === 501
}

/** An operation none of whose deviations says more. */
interface Unwritten {
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

/** `listTeams: 9 checks ended at POST /login, not implemented (501)`: what it waits for may be another operation. */
export function unwrittenWords({ operation, checks }: Unwritten): string {
  const asked = [...new Set(checks.map(requestOf))]
  const named = asked.length > mostNamed ? [...asked.slice(0, mostNamed), '…'] : asked
  return `${operation ?? wholeApi}: ${counted(checks.length, 'check')} ended at ${named.join(', ')}, not implemented (501)`
}

/** Requests that a line has room for. */
const mostNamed = 3

function requestOf({ evidence }: CheckRecord): string {
  return evidence ? `${evidence.request.method} ${new URL(evidence.request.url).pathname}` : ''
}

import type { CheckRecord, Matrix, MatrixRow, Report, Result, Tally, Verdict } from './report.ts'

const counters: Readonly<Record<Result, keyof Tally>> = {
  passed: 'passed',
  deviation: 'deviations',
  advice: 'advice',
  known: 'known',
  inconclusive: 'inconclusive',
  error: 'errors',
  'not-run': 'notRun',
  skipped: 'skipped',
  'not-shown': 'notShown',
}

export function tallyOf(checks: readonly CheckRecord[]): Tally {
  const tally = {
    ...{ passed: 0, deviations: 0, advice: 0, known: 0, inconclusive: 0, errors: 0 },
    ...{ notRun: 0, skipped: 0, notShown: 0 },
  }
  for (const { result } of checks) tally[counters[result]] += 1
  return tally
}

/** What a verdict depends on besides the checks. */
interface Circumstances {
  readonly wasInterrupted: boolean
  readonly stale: readonly string[]
  readonly shortfalls: readonly string[]
}

export function verdictOf(totals: Tally, { wasInterrupted, stale, shortfalls }: Circumstances): Verdict {
  if (wasInterrupted) return 'interrupted'
  if (totals.deviations > 0) return 'deviates'
  if (stale.length > 0) return 'stale'
  if (shortfalls.length > 0) return 'incomplete'
  return totals.passed + totals.advice + totals.known > 0 ? 'holds' : 'nothing-ran'
}

/** How each operation did, in the order of their first checks. */
export function operationsOf(checks: readonly CheckRecord[]): Report['operations'] {
  return [...Map.groupBy(checks, ({ operation }) => operation)].map(([operation, each]) => ({
    operation,
    ...tallyOf(each),
    milliseconds: rounded(each.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  }))
}

/** The reasons for which checks were not run, the most frequent first. */
export function reasonsOf(checks: readonly CheckRecord[]): Report['notRun'] {
  const reasons = Map.groupBy(
    checks.flatMap(({ result, notRun }) => (result === 'not-run' && notRun ? [notRun] : [])),
    ({ reason }) => reason,
  )
  return [...reasons]
    .map(([reason, each]) => ({ reason, checks: each.length }))
    .sort((one, other) => other.checks - one.checks || one.reason.localeCompare(other.reason))
}

/** Worst first: a cell that several checks share shows the worst of them. */
const ranks: readonly Result[] = [
  'deviation',
  'inconclusive',
  'error',
  'known',
  'advice',
  'passed',
  'not-shown',
  'not-run',
  'skipped',
]

/** Operations and credentials down, ways to fail across; null if no check has a place in it. */
export function matrixOf(checks: readonly CheckRecord[]): Matrix | null {
  const placed = checks.flatMap((check) => (check.cell ? [{ ...check, cell: check.cell }] : []))
  if (placed.length === 0) return null
  const rows = Map.groupBy(placed, ({ operation, cell }) => `${operation} ${cell.credential}`)
  return {
    modes: [...new Set(placed.map(({ cell }) => cell.mode))],
    rows: [...rows.values()].map(rowOf),
  }
}

function rowOf(checks: readonly (CheckRecord & { readonly cell: { credential: string; mode: string } })[]): MatrixRow {
  const cells = Map.groupBy(checks, ({ cell }) => cell.mode)
  return {
    operation: checks[0]?.operation ?? null,
    credential: checks[0]?.cell.credential ?? '',
    cells: Object.fromEntries([...cells].map(([mode, each]) => [mode, worstOf(each)])),
  }
}

function worstOf(checks: readonly CheckRecord[]): Result {
  return ranks.find((rank) => checks.some(({ result }) => result === rank)) ?? 'not-run'
}

/** Milliseconds to a tenth. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}

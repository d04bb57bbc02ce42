import { rfcsOf } from '../conformance/rfcs.ts'
import { ends, type Means, missingOf } from './needs.ts'
import type { CheckRecord, CitedFact } from './report.ts'
import { type Setting, type Told, tell } from './run-check.ts'
import type { Places } from './server/places.ts'
import type { AnyCheck, Subject } from './subject.ts'
import { rounded } from './summary.ts'
import { type Budget, type Halt, Wire } from './wire.ts'

/** How far a run may go. */
interface Bounds {
  readonly budget: Budget
  /** Of one request. */
  readonly milliseconds: number
  readonly bail: boolean
  readonly signal: AbortSignal | undefined
}

/** Milliseconds since any moment, for measuring. */
export type Stopwatch = () => number

/** What a run is made of. */
export interface Run {
  readonly subject: Subject
  readonly checks: readonly AnyCheck[]
  readonly places: Places
  readonly means: Means
  readonly setting: Setting
  readonly bounds: Bounds
  readonly stopwatch: Stopwatch
  /** Told of each check as soon as it is over, with its place among them. */
  readonly onCheck?: ((record: CheckRecord, at: number) => void) | undefined
  /** Told before a check is run. */
  readonly onStart?: ((check: AnyCheck, at: number) => void) | undefined
}

/** Runs the checks one after the other; each gets a record, run or not. */
export async function runAll(run: Run): Promise<CheckRecord[]> {
  const records: CheckRecord[] = []
  await run.places.begin()
  for (const [at, check] of run.checks.entries()) {
    const record = await runOne(check, at, run, endOf(run, records))
    records.push(record)
    run.onCheck?.(record, at)
  }
  return records
}

/** What ended the run already, if anything did. */
function endOf({ bounds }: Run, records: readonly CheckRecord[]): Halt | 'bail' | undefined {
  if (bounds.signal?.aborted) return 'interrupted'
  if (bounds.bail && records.some(({ result }) => result === 'deviation')) return 'bail'
  return bounds.budget.isSpent ? 'budget' : undefined
}

async function runOne(check: AnyCheck, at: number, run: Run, end: Halt | 'bail' | undefined): Promise<CheckRecord> {
  const missing = missingOf(check, run.means) ?? (end && ends[end])
  if (missing) {
    const told: Told = { result: 'not-run', notRun: missing, error: null, evidence: null }
    return { ...about(check, run.subject), ...told, milliseconds: 0, requests: 0 }
  }
  run.onStart?.(check, at)
  const wire = new Wire(run.bounds)
  const started = run.stopwatch()
  const told = await tell(check, await run.places.next(), wire, run.setting)
  const milliseconds = rounded(run.stopwatch() - started)
  return { ...about(check, run.subject), ...told, milliseconds, requests: wire.exchanged.length }
}

/** What can be said of a check before it is run. */
function about(check: AnyCheck, { facts }: Subject) {
  const { id, operation, severity, rule, tags, clauses, cell } = check
  return {
    id,
    operation: operation ?? null,
    title: id.replace(/^[\w-]+: /, ''),
    severity,
    rule: rule ?? null,
    tags,
    facts: check.facts
      .flatMap((fact) => facts.get(fact) ?? [])
      .map(
        (fact): CitedFact => ({
          id: fact.id,
          says: fact.says,
          grade: fact.grade,
          source: fact.source,
          decision: fact.decision ?? null,
        }),
      ),
    rfcs: rfcsOf(check, [...facts.values()]),
    clauses,
    cell: cell ? { credential: cell.credential, mode: cell.mode } : null,
  }
}

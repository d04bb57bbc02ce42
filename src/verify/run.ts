import { rfcsOf } from '../conformance/rfcs.ts'
import { type Grading, graded } from './grading.ts'
import { Ledger, type OnCheck } from './ledger.ts'
import { ends, type Means, missingOf } from './needs.ts'
import type { CheckRecord, CitedFact, Exchange, NotRun } from './report.ts'
import { type Setting, tell } from './run-check.ts'
import { canRunBeside, inParallel } from './schedule.ts'
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
  /** How many checks may run at once. */
  readonly parallel: number
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
  readonly grading: Grading
  /** Why a check is left out, if it is. */
  readonly skips: (check: AnyCheck) => NotRun | undefined
  readonly bounds: Bounds
  readonly stopwatch: Stopwatch
  readonly onCheck?: OnCheck | undefined
  /** Told of every exchange of a check that did not pass. */
  readonly onTrace?: ((record: CheckRecord, exchanges: readonly Exchange[]) => void) | undefined
  /** Told before a check is run. */
  readonly onStart?: ((check: AnyCheck, at: number) => void) | undefined
}

/** Runs the checks; each gets a record, run or not, in the order of the suite. */
export async function runAll(run: Run): Promise<CheckRecord[]> {
  await run.places.begin()
  const batches = batchesOf(run)
  const ledger = new Ledger(
    batches.flatMap(({ places }) => places),
    run.bounds.bail,
    run.onCheck,
  )
  for (const { places, atOnce } of batches) {
    await inParallel(places, atOnce, async (at) => {
      const check = run.checks[at] as AnyCheck
      ledger.add(at, graded(await runOne(check, at, run, endOf(run, ledger)), run.grading))
    })
  }
  return ledger.records
}

interface Batch {
  /** Of checks, in the order of the suite. */
  readonly places: readonly number[]
  readonly atOnce: number
}

/** What can run at once, then what has to run alone. */
function batchesOf({ checks, bounds, places: { hasWorlds } }: Run): Batch[] {
  const all = [...checks.keys()]
  if (bounds.parallel === 1) return [{ places: all, atOnce: 1 }]
  const canShare = checks.map((check) => canRunBeside(check, hasWorlds))
  return [
    { places: all.filter((at) => canShare[at]), atOnce: bounds.parallel },
    { places: all.filter((at) => !canShare[at]), atOnce: 1 },
  ]
}

/** What ended the run already, if anything did. */
function endOf({ bounds }: Run, ledger: Ledger): Halt | 'bail' | undefined {
  if (bounds.signal?.aborted) return 'interrupted'
  if (ledger.hasEnded) return 'bail'
  return bounds.budget.isSpent ? 'budget' : undefined
}

async function runOne(check: AnyCheck, at: number, run: Run, end: Halt | 'bail' | undefined): Promise<CheckRecord> {
  const missing = run.skips(check) ?? missingOf(check, run.means) ?? (end && ends[end])
  if (missing) {
    const result = run.skips(check) ? 'skipped' : 'not-run'
    const nothing = { error: null, known: null, evidence: null, milliseconds: 0, requests: 0, trace: null }
    return { ...about(check, run.subject), ...nothing, result, notRun: missing }
  }
  run.onStart?.(check, at)
  const wire = new Wire(run.bounds, check.id)
  const started = run.stopwatch()
  const { exchanges, ...told } = await tell(check, await run.places.next(), wire, run.setting)
  const spent = { milliseconds: rounded(run.stopwatch() - started), requests: wire.exchanged.length }
  const record = { ...about(check, run.subject), ...told, known: null, ...spent, trace: wire.context.traceId }
  if (exchanges.length > 0) run.onTrace?.(graded(record, run.grading), exchanges)
  return record
}

/** What can be said of a check before it is run. */
function about(check: AnyCheck, { facts }: Subject) {
  const { id, operation, severity, rule, says, tags, clauses, cell } = check
  return {
    id,
    operation: operation ?? null,
    title: id.replace(/^[\w-]+: /, ''),
    severity,
    rule: rule ?? null,
    says: says ?? null,
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

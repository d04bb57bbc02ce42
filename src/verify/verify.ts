import { Coverage } from '../conformance/coverage.ts'
import { createBench } from '../conformance/target.ts'
import { readManifest } from '../installation/installation.ts'
import { secretNamesOf } from '../masking/secret-names.ts'
import { readBaseline, staleEntries } from './baseline.ts'
import { CannotVerify } from './cannot-verify.ts'
import { changesSince } from './changes.ts'
import type { Grading } from './grading.ts'
import type { Given } from './inputs/given.ts'
import { type CheckRecord, type Report, reportVersion } from './report.ts'
import { type Run, runAll } from './run.ts'
import { selected, skipper } from './selection.ts'
import { isThisMachine } from './server/base-address.ts'
import type { Places } from './server/places.ts'
import { reach } from './server/reach.ts'
import { shortfallsOf } from './shortfalls.ts'
import type { AnyCheck, Subject } from './subject.ts'
import { matrixOf, operationsOf, reasonsOf, rounded, tallyOf, verdictOf } from './summary.ts'
import { millisecondsOf, parallelOf, selectionOf, type VerifyOptions } from './verify-options.ts'
import { whereToVerify } from './where-to-verify.ts'
import { Budget } from './wire.ts'

export type { Plan, VerifyOptions } from './verify-options.ts'

/**
 * Holds a server to the suite of an API and reports on every check. Throws a {@link CannotVerify} if it cannot be done:
 * an unknown name, an input that is missing, a server that is not there.
 */
export async function verify(options: VerifyOptions): Promise<Report> {
  const { clock = Date.now, stopwatch = () => performance.now() } = options
  const [started, begun] = [new Date(clock()).toISOString(), stopwatch()]
  const run = await prepared(options, stopwatch)
  const records = await runAll(run)
  return {
    ...head(options, run),
    started,
    milliseconds: rounded(stopwatch() - begun),
    ...judged(records, run, options),
  }
}

function gradingOf({ strict = false, baseline }: VerifyOptions): Grading {
  return { isStrict: strict, baseline: baseline === undefined ? new Map() : readBaseline(baseline) }
}

/** Everything that can be found wrong without running a check is found here. */
async function prepared(options: VerifyOptions, stopwatch: Run['stopwatch']): Promise<Run> {
  const { signal, onStart, onCheck, onTrace } = options
  const milliseconds = millisecondsOf(options)
  const { subject, given, places } = await whereToVerify(options)
  const wanted = selected(subject, selectionOf(options))
  if (subject.suite.eachAnew) insistOnReset(places, options)
  const checks = places.hooks.has('reset') ? wanted : guessesLast(wanted)
  await reach(places.base, subject.contract, { milliseconds, signal })
  options.onPlan?.({ subject, url: places.base, checks })
  const bounds = {
    ...{ budget: new Budget(options.maxRequests), milliseconds, bail: options.bail === true, signal },
    parallel: parallelOf(options, subject, places),
  }
  const judging = { grading: gradingOf(options), skips: skipper(subject, options.skip ?? []) }
  const onWhat = { subject, checks, places, ...terms(subject, places, given, options) }
  return { ...onWhat, ...judging, bounds, stopwatch, onStart, onCheck, onTrace }
}

/** Where nothing forgives them, failures that are made by the hundred would have the others refused. */
function guessesLast(checks: readonly AnyCheck[]): AnyCheck[] {
  const guesses = ({ needs }: AnyCheck) => Number(needs.includes('guessing'))
  return checks.toSorted((one, other) => guesses(one) - guesses(other))
}

/** Checks that are in each other's way would say of a good server that it deviates. */
function insistOnReset({ hooks, base }: Places, { api }: VerifyOptions): void {
  if (hooks.has('reset')) return
  throw new CannotVerify(
    `Each check of ${api} wants a server as it began: give --sandbox ${new URL(base).origin} for a world each, or the hook reset`,
  )
}

/** On what terms every check is run. */
function terms(
  { contract, suite }: Subject,
  places: Places,
  { people, secrets }: Given,
  { ownsServer = false }: VerifyOptions,
): Pick<Run, 'means' | 'setting'> {
  const mayBeGuessedAt = ownsServer || isThisMachine(new URL(places.base))
  const bench = createBench(contract, new Coverage(contract))
  return {
    means: { hooks: places.hooks, mayBeGuessedAt, people },
    setting: {
      bench,
      people,
      mayBeGuessedAt,
      isSecret: secretNamesOf(contract),
      secrets,
      eachAnew: suite.eachAnew === true,
    },
  }
}

function head(
  { api }: VerifyOptions,
  { subject, places, bounds }: Run,
): Pick<Report, 'version' | 'latchkey' | 'api' | 'client' | 'title' | 'url' | 'requests'> {
  return {
    version: reportVersion,
    latchkey: readManifest().version,
    api,
    client: null,
    title: subject.contract.title,
    url: places.base,
    requests: bounds.budget.spent,
  }
}

function judged(checks: readonly CheckRecord[], { subject, bounds, setting, grading }: Run, options: VerifyOptions) {
  const totals = tallyOf(checks)
  const { coverage } = setting.bench
  const known = subject.suite.checks.map(({ id }) => id)
  const stale = staleEntries(grading.baseline, options.baseline ?? '', checks, known)
  const shortfalls = shortfallsOf(checks, options.mostNotRun)
  return {
    verdict: verdictOf(totals, { wasInterrupted: bounds.signal?.aborted === true, stale, shortfalls }),
    stale,
    shortfalls,
    changes: changesSince(options.before, checks),
    totals,
    operations: operationsOf(checks),
    matrix: matrixOf(checks),
    notRun: reasonsOf(checks),
    answers: { documented: coverage.documented, unseen: coverage.missing([]) },
    checks,
  }
}

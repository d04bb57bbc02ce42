import type { Cast } from '../conformance/cast.ts'
import { Coverage } from '../conformance/coverage.ts'
import { createBench } from '../conformance/target.ts'
import { readManifest } from '../installation/installation.ts'
import { secretNamesOf } from '../masking/secret-names.ts'
import { readBaseline, staleEntries } from './baseline.ts'
import { CannotVerify } from './cannot-verify.ts'
import { changesSince } from './changes.ts'
import type { Grading } from './grading.ts'
import { type Given, givenOf } from './inputs/given.ts'
import { givenFile } from './inputs/with-file.ts'
import { type CheckRecord, type Report, reportVersion } from './report.ts'
import { type Run, runAll } from './run.ts'
import { selected, skipper } from './selection.ts'
import { baseAddress, isThisMachine, textOf } from './server/base-address.ts'
import { demoCredentials } from './server/demo-credentials.ts'
import { onePlace, type Places, withHooks } from './server/places.ts'
import { reach } from './server/reach.ts'
import { sandboxPlaces } from './server/sandbox.ts'
import { shortfallsOf } from './shortfalls.ts'
import { type AnyCheck, type AnySuite, loadSubject, type Subject } from './subject.ts'
import { matrixOf, operationsOf, reasonsOf, rounded, tallyOf, verdictOf } from './summary.ts'
import { millisecondsOf, parallelOf, selectionOf, type VerifyOptions } from './verify-options.ts'
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
  const file = givenFile(options)
  const subject = await loadSubject(options.api, options.own, file.requests)
  const addresses = addressesOf(options)
  const wanted = selected(subject, selectionOf(options))
  const given = givenOf(await withCredentials(subject, addresses, options), options, file)
  const milliseconds = millisecondsOf(options)
  const places = withHooks(await placesOf(subject, addresses, options), { ...given.hooks, ...options.hooks })
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

/** A Latchkey server says which credentials its worlds begin with. */
async function withCredentials({ suite }: Subject, { sandbox }: Addresses, options: VerifyOptions): Promise<AnySuite> {
  if (!options.own || !sandbox) return suite
  const { api, environment = {}, signal } = options
  const patience = { milliseconds: millisecondsOf(options), signal }
  const credentials = await demoCredentials(
    { sandbox, api, controlToken: environment.LATCHKEY_CONTROL_TOKEN },
    patience,
  )
  return { ...suite, demoPeople: withCredentialsFor(suite.demoPeople as Cast, credentials) as never }
}

/** The credentials that a Latchkey server prints have every role. */
function withCredentialsFor(people: Cast, credentials: NonNullable<Cast['credentials']>): Cast {
  const roles = Object.entries(people.roles ?? {}).map(([role, person]) => [role, { ...person, credentials }] as const)
  return { ...people, credentials, roles: Object.fromEntries(roles) }
}

/** Where nothing forgives them, failures that are made by the hundred would have the others refused. */
function guessesLast(checks: readonly AnyCheck[]): AnyCheck[] {
  const guesses = ({ needs }: AnyCheck) => Number(needs.includes('guessing'))
  return checks.toSorted((one, other) => guesses(one) - guesses(other))
}

interface Addresses {
  readonly url: URL | undefined
  readonly sandbox: URL | undefined
}

function addressesOf({ url, sandbox }: VerifyOptions): Addresses {
  return {
    url: url === undefined ? undefined : baseAddress(url, '--url'),
    sandbox: sandbox === undefined ? undefined : baseAddress(sandbox, '--sandbox'),
  }
}

async function placesOf({ contract }: Subject, { url, sandbox }: Addresses, options: VerifyOptions): Promise<Places> {
  const { api, environment = {}, signal } = options
  if (sandbox !== undefined) {
    const server = { sandbox, url, api, basePath: contract.basePath, controlToken: environment.LATCHKEY_CONTROL_TOKEN }
    return sandboxPlaces(server, { milliseconds: millisecondsOf(options), signal })
  }
  if (!url) throw new CannotVerify('Say where the API stands: --url http://127.0.0.1:3000/api')
  return onePlace(textOf(url))
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
): Pick<Report, 'version' | 'latchkey' | 'api' | 'title' | 'url' | 'requests'> {
  return {
    version: reportVersion,
    latchkey: readManifest().version,
    api,
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

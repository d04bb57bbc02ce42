import { Coverage } from '../conformance/coverage.ts'
import type { Hooks } from '../conformance/hooks.ts'
import { createBench } from '../conformance/target.ts'
import { secretNamesOf } from '../masking/secret-names.ts'
import { CannotVerify } from './cannot-verify.ts'
import { type Given, type GivenOptions, givenOf } from './inputs/given.ts'
import { version } from './latchkey-version.ts'
import { type CheckRecord, type Report, reportVersion } from './report.ts'
import { type Run, runAll, type Stopwatch } from './run.ts'
import { selected } from './selection.ts'
import { baseAddress, isThisMachine, textOf } from './server/base-address.ts'
import { onePlace, type Places, withHooks } from './server/places.ts'
import { reach } from './server/reach.ts'
import { sandboxPlaces } from './server/sandbox.ts'
import { type AnyCheck, loadSubject, type Subject } from './subject.ts'
import { matrixOf, operationsOf, reasonsOf, rounded, tallyOf, verdictOf } from './summary.ts'
import { Budget } from './wire.ts'

/** Which server is verified, with what, and how far. */
export interface VerifyOptions extends GivenOptions {
  readonly api: string
  /** Where the API stands, base path included; may be left out with `sandbox`. */
  readonly url?: string | undefined
  /** A Latchkey server, whose control API gives the hooks and each check a world of its own. */
  readonly sandbox?: string | undefined
  /** Hooks as functions; they go before those of a file. */
  readonly hooks?: Hooks | undefined
  readonly operations?: readonly string[] | undefined
  readonly facts?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  /** Whether nothing is run after the first deviation. */
  readonly bail?: boolean | undefined
  /** Seconds a request may take; 15 unless said. */
  readonly timeout?: number | undefined
  readonly maxRequests?: number | undefined
  /** Whether a server that is not on this machine may be guessed at. */
  readonly ownsServer?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly clock?: (() => number) | undefined
  readonly stopwatch?: Stopwatch | undefined
  /** Told what is going to be run, once the server has been reached. */
  readonly onPlan?: ((plan: Plan) => void) | undefined
  readonly onStart?: Run['onStart']
  readonly onCheck?: ((record: CheckRecord, at: number) => void) | undefined
}

export interface Plan {
  readonly subject: Subject
  readonly url: string
  readonly checks: readonly AnyCheck[]
}

const usualTimeout = 15

/**
 * Holds a server to the suite of an API and reports on every check. Throws a {@link CannotVerify} if it cannot be done:
 * an unknown name, an input that is missing, a server that is not there.
 */
export async function verify(options: VerifyOptions): Promise<Report> {
  const { clock = Date.now, stopwatch = () => performance.now(), signal } = options
  const subject = await loadSubject(options.api)
  const checks = selected(subject, selectionOf(options))
  const given = givenOf(subject.suite, options)
  const [started, begun] = [new Date(clock()).toISOString(), stopwatch()]
  const milliseconds = (options.timeout ?? usualTimeout) * 1_000
  const places = withHooks(await placesOf(subject, options), { ...given.hooks, ...options.hooks })
  await reach(places.base, subject.contract, { milliseconds, signal })
  const budget = new Budget(options.maxRequests)
  options.onPlan?.({ subject, url: places.base, checks })
  const records = await runAll({
    subject,
    checks,
    places,
    ...meansAndSetting(subject, places, given, options),
    bounds: { budget, milliseconds, bail: options.bail === true, signal },
    stopwatch,
    onStart: options.onStart,
    onCheck: options.onCheck,
  })
  return {
    version: reportVersion,
    latchkey: version(),
    api: options.api,
    title: subject.contract.title,
    url: places.base,
    started,
    milliseconds: rounded(stopwatch() - begun),
    requests: budget.spent,
    verdict: verdictOf(tallyOf(records), signal?.aborted === true),
    totals: tallyOf(records),
    operations: operationsOf(records),
    matrix: matrixOf(records),
    notRun: reasonsOf(records),
    checks: records,
  }
}

export function selectionOf({ operations = [], facts = [], tags = [] }: VerifyOptions) {
  return { operations, facts, tags }
}

async function placesOf({ contract }: Subject, options: VerifyOptions): Promise<Places> {
  const { api, sandbox, environment = {}, signal, timeout = usualTimeout } = options
  const url = options.url === undefined ? undefined : baseAddress(options.url, '--url')
  if (sandbox !== undefined) {
    const controlToken = environment.LATCHKEY_CONTROL_TOKEN
    const { basePath } = contract
    const server = { sandbox: baseAddress(sandbox, '--sandbox'), url, api, basePath, controlToken }
    return sandboxPlaces(server, { milliseconds: timeout * 1_000, signal })
  }
  if (!url) throw new CannotVerify('Say where the API stands: --url http://127.0.0.1:3000/api')
  return onePlace(textOf(url))
}

function meansAndSetting(subject: Subject, places: Places, given: Given, { ownsServer = false }: VerifyOptions) {
  const mayBeGuessedAt = ownsServer || isThisMachine(new URL(places.base))
  const { contract } = subject
  return {
    means: { hooks: places.hooks, mayBeGuessedAt },
    setting: {
      bench: createBench(contract, new Coverage(contract)),
      people: given.people,
      mayBeGuessedAt,
      isSecret: secretNamesOf(contract),
      secrets: given.secrets,
    },
  }
}

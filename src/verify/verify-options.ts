import { availableParallelism } from 'node:os'
import type { Hooks } from '../conformance/hooks.ts'
import type { GivenOptions } from './inputs/given.ts'
import type { Result } from './report.ts'
import type { Run, Stopwatch } from './run.ts'
import type { Selection } from './selection.ts'
import type { Places } from './server/places.ts'
import type { MostNotRun } from './shortfalls.ts'
import type { AnyCheck, OwnContract, Subject } from './subject.ts'

/** Which server is verified, with what, and how far. */
export interface VerifyOptions extends GivenOptions {
  /** The id of a built-in API, or what reports call an own one. */
  readonly api: string
  /** The contract of an own API. */
  readonly own?: OwnContract | undefined
  /** Where the API stands, base path included; may be left out with `sandbox`. */
  readonly url?: string | undefined
  /** A Latchkey server, whose control API gives the hooks and each check a world of its own. */
  readonly sandbox?: string | undefined
  /** Hooks as functions; they go before those of a file. */
  readonly hooks?: Hooks | undefined
  readonly operations?: readonly string[] | undefined
  readonly facts?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  /** Only checks that were derived by these rules. */
  readonly rules?: readonly string[] | undefined
  /** Only these checks, by id; what there is no more is left out. */
  readonly only?: readonly string[] | undefined
  /** Ids, patterns with `*`, tags or rules of checks that are left out. */
  readonly skip?: readonly string[] | undefined
  /** Whether advice fails the run. */
  readonly strict?: boolean | undefined
  /** A file with known deviations and their reasons. */
  readonly baseline?: string | undefined
  /** What share of the checks may be left not run, from 0 to 1; any by default. */
  readonly mostNotRun?: MostNotRun
  /** How many checks run at once; by default one for each core where each has a world of its own, and else one. */
  readonly parallel?: number | undefined
  /** How checks went the last time, by id. */
  readonly before?: ReadonlyMap<string, Result> | undefined
  /** Whether nothing is run after the first deviation. */
  readonly bail?: boolean | undefined
  /** Seconds a request may take; 15 unless said. */
  readonly timeout?: number | undefined
  readonly maxRequests?: number | undefined
  /** For how many seconds a check may wait for something to end, where no hook moves the time on. */
  readonly wait?: number | undefined
  /** Whether a server that is not on this machine may be guessed at. */
  readonly ownsServer?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly clock?: (() => number) | undefined
  readonly stopwatch?: Stopwatch | undefined
  /** Told what is going to be run, once the server has been reached. */
  readonly onPlan?: ((plan: Plan) => void) | undefined
  readonly onStart?: Run['onStart']
  readonly onTrace?: Run['onTrace']
  readonly onCheck?: Run['onCheck']
}

export interface Plan {
  readonly subject: Subject
  readonly url: string
  readonly checks: readonly AnyCheck[]
}

/** Seconds a request may take unless something else is said. */
const usualTimeout = 15

export function millisecondsOf({ timeout = usualTimeout }: Pick<VerifyOptions, 'timeout'>): number {
  return timeout * 1_000
}

export function selectionOf({ operations = [], facts = [], tags = [], rules = [], only }: VerifyOptions): Selection {
  return { operations, facts, tags, rules, only }
}

/** A budget is spent by the same checks every time if they run one by one. */
export function parallelOf(
  { parallel, maxRequests }: VerifyOptions,
  { suite }: Subject,
  { hasWorlds }: Places,
): number {
  // One check of such a suite changes what the others rely on, whatever world it is in.
  if (suite.eachAnew) return 1
  return parallel ?? (hasWorlds && maxRequests === undefined ? availableParallelism() : 1)
}

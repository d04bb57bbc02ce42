import type { Severity } from '../conformance/severity.ts'
import type { Message } from '../masking/message.ts'

/** The shape of a report; a change that breaks readers raises it. */
export const reportVersion = 3

/**
 * How a check went. `advice`: the server deviates from advice, which fails the run only with `--strict`, as a `deviation`.
 * `known`: it deviates as the baseline says. `inconclusive`: the positive control failed, so that a refusal proves nothing.
 * `error`: the check could not be carried out. `skipped`: by `--skip`. `not-shown`: a client never did what it is about.
 */
export type Result =
  | 'passed'
  | 'deviation'
  | 'advice'
  | 'known'
  | 'inconclusive'
  | 'error'
  | 'not-run'
  | 'skipped'
  | 'not-shown'

/** A fact that a check holds, as the register states it. */
export interface CitedFact {
  readonly id: string
  readonly says: string
  readonly grade: string
  readonly source: string
  readonly decision: string | null
}

/** A request of a check and its answer, with labels in the place of secrets. */
export interface Exchange {
  /** ISO 8601. */
  readonly started: string
  readonly milliseconds: number
  readonly request: Message & { readonly method: string; readonly url: string }
  /** Null if no answer came. */
  readonly answer: (Message & { readonly status: number }) | null
}

/** How a server deviated, with every secret out of sight. */
export interface Evidence {
  readonly expected: string
  readonly received: string
  readonly request: Message & { readonly method: string; readonly url: string }
  /** Null if no answer came. */
  readonly answer: (Message & { readonly status: number }) | null
  /** A line for a POSIX shell that sends the request again, with variables for its secrets. */
  readonly curl: string
  /** The requests of the check in their order; of many, the first and the last. */
  readonly exchanges: readonly Exchange[]
  /** How many are left out between them. */
  readonly omitted: number
}

/** Why a check was not run: what it wants, or what ended the run before it; of a client, what it never did. */
export interface NotRun {
  /** The hooks and permissions that are missing; empty if the run ended. */
  readonly wants: readonly string[]
  /** In words: `want advanceClock`. */
  readonly reason: string
}

export interface CheckRecord {
  readonly id: string
  /** Null for a promise of the whole API; of a client, the situation. */
  readonly operation: string | null
  readonly title: string
  readonly severity: Severity
  /** The rule it was derived by; null for a check that was written for one API. */
  readonly rule: string | null
  /** What that rule demands, in a sentence. */
  readonly says: string | null
  readonly tags: readonly string[]
  readonly facts: readonly CitedFact[]
  /** `RFC 9110, 15.5.2` and the like. */
  readonly rfcs: readonly string[]
  /** Further authorities, such as `OWASP ASVS 5.0, 6.3.8`. */
  readonly clauses: readonly string[]
  readonly cell: { readonly credential: string; readonly mode: string } | null
  readonly result: Result
  readonly milliseconds: number
  readonly requests: number
  /** The trace id of its requests (W3C Trace Context), to find them in the server's log; null if it was not run. */
  readonly trace: string | null
  readonly notRun: NotRun | null
  readonly error: string | null
  /** Why the baseline accepts its deviation. */
  readonly known: string | null
  /** What was seen; of an inconclusive check, how its positive control failed. */
  readonly evidence: Evidence | null
}

/** How many checks went how. */
export interface Tally {
  readonly passed: number
  readonly deviations: number
  readonly advice: number
  readonly known: number
  readonly inconclusive: number
  readonly errors: number
  readonly notRun: number
  readonly skipped: number
  readonly notShown: number
}

/** One line of the matrix of credentials: how each way in which a credential can fail was dealt with. */
export interface MatrixRow {
  readonly operation: string | null
  readonly credential: string
  /** By mode; a mode that no check looks at is not there. */
  readonly cells: Readonly<Record<string, Result>>
}

export interface Matrix {
  readonly modes: readonly string[]
  readonly rows: readonly MatrixRow[]
}

/**
 * `holds`: all that was run holds. `deviates`: something does not. `stale`: nothing deviates, but the baseline has entries
 * that are out of date. `incomplete`: nothing deviates, but less was run than had to be. `nothing-ran`: nothing can be said.
 * `interrupted`: it was stopped.
 */
export type Verdict = 'holds' | 'deviates' | 'stale' | 'incomplete' | 'nothing-ran' | 'interrupted'

export interface Report {
  readonly version: typeof reportVersion
  readonly latchkey: string
  readonly api: string
  /** The client that was judged, by its command or name; null where a server was. */
  readonly client: string | null
  readonly title: string
  readonly url: string
  /** When it began, ISO 8601. */
  readonly started: string
  readonly milliseconds: number
  readonly requests: number
  readonly verdict: Verdict
  /** Entries of the baseline that are out of date, a sentence each. */
  readonly stale: readonly string[]
  /** What keeps a run without deviations from being complete, in words. */
  readonly shortfalls: readonly string[]
  /** What is otherwise than the last time; null if there was none. */
  readonly changes: { readonly newlyFailing: readonly string[]; readonly newlyPassing: readonly string[] } | null
  readonly totals: Tally
  readonly operations: readonly (Tally & { readonly operation: string | null; readonly milliseconds: number })[]
  /** Null if no check that was selected has a place in it. */
  readonly matrix: Matrix | null
  readonly notRun: readonly { readonly reason: string; readonly checks: number }[]
  /** How many answers the contract documents, and which of them did not come, as `operation status`. */
  readonly answers: { readonly documented: number; readonly unseen: readonly string[] }
  readonly checks: readonly CheckRecord[]
}

const exitCodes: Readonly<Record<Verdict, number>> = {
  holds: 0,
  deviates: 1,
  stale: 1,
  incomplete: 2,
  'nothing-ran': 2,
  interrupted: 130,
}

/** What a process ends with. */
export function exitCodeOf({ verdict }: Report): number {
  return exitCodes[verdict]
}

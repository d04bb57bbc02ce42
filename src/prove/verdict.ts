import type { Call } from './call.ts'

/** What a client did in one situation. */
export interface Observation {
  /** In the order in which they began. */
  readonly calls: readonly Call[]
  /** What the same client did where nothing goes wrong. */
  readonly usual: readonly Call[]
  /** Requests that arrived at another host, which nothing may be sent to. */
  readonly elsewhere: readonly Strayed[]
}

/** A request that a client sent to another host than the API's. */
export interface Strayed {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** What the traffic says of a rule. `not-shown`: the client never did what the rule is about. */
export type Verdict =
  | { readonly result: 'passed' | 'deviation'; readonly seen: string; readonly calls: readonly Call[] }
  | { readonly result: 'not-shown'; readonly seen: string }

/** One demand on clients. */
export interface ClientRule {
  /** Unique and stable, in kebab case. */
  readonly id: string
  /** What it demands, in a sentence. */
  readonly says: string
  readonly rfcs: readonly string[]
  readonly clauses: readonly string[]
  judge(observation: Observation): Verdict
}

export function notShown(seen: string): Verdict {
  return { result: 'not-shown', seen }
}

export function passed(seen: string, calls: readonly Call[]): Verdict {
  return { result: 'passed', seen, calls }
}

export function deviates(seen: string, calls: readonly Call[]): Verdict {
  return { result: 'deviation', seen, calls }
}

import { expressionsIn, readExpression } from './expressions.ts'
import type { FoundWay } from './found.ts'
import { type Match, match, type Sent } from './match.ts'
import type { WayCall } from './way.ts'

/** What a call does to the credential of its way. */
export type WayAction = 'obtain' | 'redirect' | 'renew' | 'end'

const actions: readonly WayAction[] = ['obtain', 'redirect', 'renew', 'end']

/** A call that an operation may have been asked for. */
export interface Candidate {
  readonly way: FoundWay
  readonly action: WayAction
  readonly call: WayCall
}

/** A candidate whose constants a request repeats, and what the request sent. */
export interface MatchedCandidate extends Candidate, Match {
  /** Expressions of outputs and of required inputs that the request sent no value for. */
  readonly missing: readonly string[]
}

/** By operation, every call of a way that names it. */
export function candidatesOf(ways: readonly FoundWay[]): ReadonlyMap<string, readonly Candidate[]> {
  const candidates = ways.flatMap((way) =>
    actions.flatMap((action) => {
      const call = way[action]
      return call ? [{ way, action, call }] : []
    }),
  )
  return Map.groupBy(candidates, ({ call }) => call.operationId)
}

/** The candidates that a request fits best: most constants, then nothing missing. Several are one attempt, such as two proofs in one field. */
export function bestMatches(candidates: readonly Candidate[], sent: Sent): readonly MatchedCandidate[] {
  const matched = candidates.flatMap((candidate) => {
    const found = match(candidate.call, sent)
    return found ? [{ ...candidate, ...found, missing: missingOf(candidate, found) }] : []
  })
  const most = Math.max(...matched.map(({ constants }) => constants))
  const best = matched.filter(({ constants }) => constants === most)
  const complete = best.filter(({ missing }) => missing.length === 0)
  return complete.length > 0 ? complete : best
}

function missingOf({ way, call }: Candidate, match: Match): string[] {
  const { parameters, requestBody, credentials } = call
  const expressions = new Set(expressionsIn([parameters, requestBody, credentials]))
  return [...expressions].filter((text) => {
    const { place, name = '' } = readExpression(text) ?? {}
    return place !== undefined && !Object.hasOwn(match[place], name) && !isOptional(way, place, name)
  })
}

function isOptional({ inputs = {} }: FoundWay, place: 'inputs' | 'outputs', name: string): boolean {
  return place === 'inputs' && inputs[name]?.required === false
}

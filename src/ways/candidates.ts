import { expressionsIn, readExpression } from './expressions.ts'
import type { FoundWay } from './found.ts'
import { type Match, match, type Sent } from './match.ts'
import type { WayCall } from './way.ts'

/** What a call does to the credential of its way. */
type WayAction = 'obtain' | 'redirect' | 'renew' | 'end'

const actions: readonly WayAction[] = ['obtain', 'redirect', 'renew', 'end']

/** A call that an operation may have been asked for. */
export interface Candidate<Known extends FoundWay = FoundWay> {
  readonly way: Known
  readonly action: WayAction
  readonly call: WayCall
}

/** A candidate whose constants a request repeats, and what the request sent. */
export interface MatchedCandidate<Known extends FoundWay = FoundWay> extends Candidate<Known>, Match {
  /** Expressions of outputs and of required inputs that the request sent no value for. */
  readonly missing: readonly string[]
}

/** By operation, every call of a way that names it. */
export function candidatesOf<Known extends FoundWay>(
  ways: readonly Known[],
): ReadonlyMap<string, readonly Candidate<Known>[]> {
  const candidates = ways.flatMap((way) =>
    actions.flatMap((action) => {
      const call = way[action]
      return call ? [{ way, action, call }] : []
    }),
  )
  return Map.groupBy(candidates, ({ call }) => call.operationId)
}

/** The candidates that a request fits best: most constants, then nothing missing. Several are one attempt, such as two proofs in one field. */
export function bestMatches<Known extends FoundWay>(
  candidates: readonly Candidate<Known>[],
  sent: Sent,
): readonly MatchedCandidate<Known>[] {
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

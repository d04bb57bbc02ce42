import type { Context } from '../../apis/api.ts'
import type { Contract, Operation } from '../../contract/contract.ts'
import type { ErasedRequest, Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Violation } from '../../contract/violation.ts'
import { bestMatches, type Candidate, candidatesOf, type MatchedCandidate } from '../../ways/candidates.ts'
import type { OutputMeaning } from '../../ways/way.ts'
import type { Caller } from '../credential-reader.ts'
import { end } from './end.ts'
import { obtain } from './obtain.ts'
import { renew } from './renew.ts'
import { inputsByMeaning, outputOf, type ServedWay } from './way-rules.ts'

/** A handler of an operation of an own API. */
export type OwnHandler = (
  request: ErasedRequest,
  context: Context & { readonly caller?: unknown },
) => Reply | Refusal | Promise<Reply | Refusal>

/** By operation, the handlers of logins, renewals and logouts: the ways of the contract read backward. */
export function wayHandlers(contract: Contract, ways: readonly ServedWay[]): ReadonlyMap<string, OwnHandler> {
  const byOperation = candidatesOf(ways)
  const handlers = contract.operations.flatMap((operation) => {
    const candidates = (byOperation.get(operation.id) ?? []).filter(({ action }) => action !== 'redirect')
    return candidates.length > 0 ? [[operation.id, handlerOf(contract, operation, candidates, ways)] as const] : []
  })
  return new Map(handlers)
}

function handlerOf(
  contract: Contract,
  operation: Operation,
  candidates: readonly Candidate[],
  ways: readonly ServedWay[],
): OwnHandler {
  const servedAs = new Map(ways.map((way) => [way.name, way]))
  return async ({ path, query, header, cookie, body }, context) => {
    const matched = bestMatches(candidates, { parameters: { ...header, ...cookie, ...query, ...path }, body })
    const [first] = matched
    if (!first || first.missing.length > 0) return { refusal: 'invalid', violations: [nothingFits(first)] }
    const same = matched.filter(({ action }) => action === first.action)
    const found = { ...first, matched: same, ways: same.flatMap(({ way }) => servedAs.get(way.name) ?? []) }
    return serve(contract, operation, found, context)
  }
}

interface Asked extends MatchedCandidate {
  readonly matched: readonly MatchedCandidate[]
  readonly ways: readonly ServedWay[]
}

function serve(
  { document }: Contract,
  operation: Operation,
  { action, matched, ways }: Asked,
  context: Context & { readonly caller?: unknown },
): Promise<Reply | Refusal> {
  const caller = context.caller as Caller | undefined
  const [way] = ways
  const [{ inputs, outputs } = { inputs: {}, outputs: {} }] = matched
  if (action === 'end' || !way)
    return end(document, { ways, operation, presented: Object.values(outputs).map(String), caller }, context)
  if (action === 'renew') {
    const presented = (meaning: OutputMeaning) =>
      Object.entries(outputs)
        .find(([name]) => way.outputMeanings.get(name) === meaning)?.[1]
        ?.toString()
    const { client } = inputsByMeaning(way, inputs)
    const asked = { way, operation, client, refresh: presented('refresh') ?? '', subject: presented('account-id') }
    return renew(document, asked, context)
  }
  const given = Object.assign({}, ...matched.map((each, at) => inputsByMeaning(ways[at] ?? way, each.inputs)))
  return obtain(document, { ways: distinct(ways), given, operation, caller }, context)
}

/** One credential may be that of several schemes. */
function distinct(ways: readonly ServedWay[]): readonly ServedWay[] {
  const places = ways.map((way) => outputOf(way, 'credential') ?? way.name)
  return ways.filter((_, at) => places.indexOf(places[at] ?? '') === at)
}

function nothingFits(first: MatchedCandidate | undefined): Violation {
  const missing = first?.missing.map((text) => text.replace(/^\$(inputs|outputs)\./, '')).join(', ')
  const message = missing
    ? `lacks what the way "${first?.way.name}" requires: ${missing}`
    : 'fits no way to authenticate'
  return { in: 'body', path: [], keyword: 'way', message }
}

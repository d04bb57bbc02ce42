import type { Operation } from '../../contract/contract.ts'
import type { ErasedRequest, Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Violation } from '../../contract/violation.ts'
import type { Context } from '../../served/api.ts'
import { bestMatches, type Candidate, candidatesOf, type MatchedCandidate } from '../../ways/candidates.ts'
import type { OutputMeaning } from '../../ways/way.ts'
import { type Caller, dataOf } from '../caller.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { Redemptions } from './claim.ts'
import { end } from './end.ts'
import { obtain } from './obtain.ts'
import { renew } from './renew.ts'
import { inputsByMeaning, type ServedWay } from './way-rules.ts'

/** A handler of an operation of an own API. */
type OwnHandler = (
  request: ErasedRequest,
  context: Context & { readonly caller?: unknown },
) => Reply | Refusal | Promise<Reply | Refusal>

type Matched = MatchedCandidate<ServedWay>

/** By operation, the handlers of logins, renewals and logouts: the ways of the contract read backward. */
export function wayHandlers(
  engine: EngineContract,
  redemptions: Redemptions = new Map(),
): ReadonlyMap<string, OwnHandler> {
  const byOperation = candidatesOf(engine.ways)
  const handlers = engine.contract.operations.flatMap((operation) => {
    const candidates = (byOperation.get(operation.id) ?? []).filter(({ action }) => action !== 'redirect')
    return candidates.length > 0
      ? [[operation.id, callsHandler({ engine, redemptions }, operation, candidates)] as const]
      : []
  })
  return new Map(handlers)
}

/** What all logins of an API share. */
interface Serving {
  readonly engine: EngineContract
  readonly redemptions: Redemptions
}

/** Answers the calls of ways that an operation can be asked for. */
export function callsHandler(
  serving: Serving,
  operation: Operation,
  candidates: readonly Candidate<ServedWay>[],
): OwnHandler {
  return async ({ path, query, header, cookie, body }, context) => {
    const caller = context.caller as Caller | undefined
    const parameters = { ...header, ...cookie, ...query, ...path }
    const matched = bestMatches(candidates, { parameters, body, credentials: presentedBy(caller) })
    const [first] = matched
    if (!first || first.missing.length > 0) return { refusal: 'invalid', violations: [nothingFits(first)] }
    const same = matched.filter(({ action }) => action === first.action)
    return serve[first.action](serving, { operation, caller, first, matched: same }, context)
  }
}

/** By scheme, the public name of the credential that was read of a request: a way may be proven by it. */
function presentedBy(caller: Caller | undefined): Readonly<Record<string, string>> {
  const { credential, way } = caller ?? {}
  if (!credential) return {}
  const schemes = dataOf(credential).schemes ?? way?.schemes ?? []
  return Object.fromEntries(schemes.map((scheme) => [scheme, credential.id]))
}

/** A request that fits ways, all of them in the same call. */
interface Asked {
  readonly operation: Operation
  readonly caller: Caller | undefined
  readonly first: Matched
  readonly matched: readonly Matched[]
}

type Serve = (serving: Serving, asked: Asked, context: Context) => Promise<Reply | Refusal>

const serve: Readonly<Record<Candidate['action'], Serve>> = {
  obtain: ({ engine, redemptions }, { operation, caller, matched }, context) => {
    const attempts = matched.map(({ way, inputs }) => ({ way, given: inputsByMeaning(way, inputs) }))
    return obtain(engine, { attempts, operation, caller }, context, redemptions)
  },
  redirect: () => Promise.reject(new TypeError('A redirect is not served by its way')),
  renew: ({ engine }, { operation, first: { way, inputs, outputs } }, context) => {
    const presented = (meaning: OutputMeaning) =>
      Object.entries(outputs)
        .find(([name]) => way.outputMeanings.get(name) === meaning)?.[1]
        ?.toString()
    const given = inputsByMeaning(way, inputs)
    const asked = { way, operation, given, refresh: presented('refresh') ?? '', subject: presented('account-id') }
    return renew(engine, asked, context)
  },
  end: ({ engine }, { operation, caller, first, matched }, context) => {
    const presented = Object.values(first.outputs).map(String)
    const given = inputsByMeaning(first.way, first.inputs)
    return end(engine, { ways: matched.map(({ way }) => way), operation, presented, given, caller }, context)
  },
}

function nothingFits(first: Matched | undefined): Violation {
  const missing = first?.missing.map((text) => text.replace(/^\$(inputs|outputs)\./, '')).join(', ')
  const message = missing
    ? `lacks what the way "${first?.way.name}" requires: ${missing}`
    : 'fits no way to authenticate'
  return { in: 'body', path: [], keyword: 'way', message }
}

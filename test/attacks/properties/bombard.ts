import { Answer } from '../../../src/conformance/answer.ts'
import type { AnswerCheck } from '../../../src/conformance/answer-check.ts'
import type { Suite } from '../../../src/conformance/check.ts'
import { Coverage } from '../../../src/conformance/coverage.ts'
import { exchange } from '../../../src/conformance/http.ts'
import { type Sent, toWire } from '../../../src/conformance/request.ts'
import { sandboxHooks } from '../../../src/conformance/sandbox-hooks.ts'
import type { Target } from '../../../src/conformance/target.ts'
import type { Contract, Operation } from '../../../src/contract/contract.ts'
import type { TestServer } from '../../test-server.ts'
import { authorized, authorizerOf } from './credentials.ts'
import type { GeneratedRequest } from './generated-request.ts'

interface Aim {
  readonly suite: Suite<object, never>
  readonly contract: Contract
  readonly operation: Operation
  readonly judge: AnswerCheck
  readonly server: TestServer
  /** What the server told its log of the last request in a world. */
  readonly refusals: ReadonlyMap<string, string | undefined>
}

/** How the requests to one operation went. */
export interface Tally {
  sent: number
  valid: number
  /** Valid ones that the server took for requests that keep the contract. */
  understood: number
  refused: number
  throttled: number
}

/** After so many requests a world is left for a new one, before it has grown into something else. */
const longestStay = 2_000

const unlimited = { failuresPerLogin: 1_000_000, failuresPerAccount: 1_000_000, failuresPerAddress: 1_000_000 }

const misunderstood: ReadonlySet<string | undefined> = new Set(['invalid', 'media-type', 'too-large'])

/** Sends requests to an operation, in worlds of its own, and holds each answer to the contract and to what has to come. */
export function bombard({ suite, contract, operation, judge, server, refusals }: Aim) {
  const tally: Tally = { sent: 0, valid: 0, understood: 0, refused: 0, throttled: 0 }
  const authorize = authorizerOf(suite, operation, contract)
  const bench = { contract, judge, coverage: new Coverage(contract) }
  let place: { readonly world: string; readonly target: Target } | undefined
  let good: Sent | undefined

  const arrive = async () => {
    const world = `${suite.api}-${operation.id}-${tally.sent}`.toLowerCase().slice(-40).replace(/^-+/, '')
    const origin = `http://127.0.0.1:${server.port}/~${world}`
    if (suite.api !== 'sandbox') await sandboxHooks(`${origin}/sandbox/v1`, suite.api).changeSettings?.(unlimited)
    const url = `${origin}/${suite.api}${contract.basePath}`
    const target = { url, people: suite.demoPeople, hooks: {}, isServer: true, mayBeGuessedAt: true }
    good = undefined
    return { world, target }
  }

  const send = async (request: GeneratedRequest): Promise<void> => {
    if (tally.sent % longestStay === 0) place = undefined
    place ??= await arrive()
    const { world, target } = place
    good ??= (await authorize?.(target, bench)) ?? {}
    const wire = toWire(target.url, operation.method, request.path, authorized(request.sent, good, request.credential))
    const answer = new Answer(wire, await exchange(wire))
    count(tally, request, answer, refusals.get(world))
    judge(operation.id, answer)
    if (answer.status >= 500) answer.differs('no failure of ours', String(answer.status))
    if (request.expected === 'refused' && answer.status < 400)
      answer.differs(`a refusal: ${request.broken}`, String(answer.status))
    if (answer.status === 401 && request.credential === 'good') good = undefined
    if (answer.status === 429) place = undefined
  }
  return { tally, send }
}

function count(tally: Tally, { broken }: GeneratedRequest, { status }: Answer, refusal: string | undefined): void {
  tally.sent += 1
  if (status >= 400) tally.refused += 1
  if (status === 429) tally.throttled += 1
  if (broken !== 'nothing') return
  tally.valid += 1
  if (!misunderstood.has(refusal)) tally.understood += 1
}

import type { Contract } from '../contract/contract.ts'
import { kindOf } from '../contract/media-type.ts'
import { presentedIn } from '../contract/presented.ts'
import { valuesOf } from '../contract/raw-headers.ts'
import type { Observed } from '../traffic/observed.ts'
import { bestMatches, candidatesOf } from '../ways/candidates.ts'
import { readOutput } from '../ways/evaluate.ts'
import { expressionOf } from '../ways/expressions.ts'
import { waysOf } from '../ways/found.ts'
import { meaningsOfOutputs } from '../ways/meaning.ts'

/** What a request does to a credential; `call`: it only presents one. */
export type Deed = 'obtain' | 'redirect' | 'renew' | 'end' | 'call'

/** A request of a client as it arrived, and what it was answered. */
export interface Call {
  readonly observed: Observed
  readonly deed: Deed
  readonly operation: string | undefined
  /** Milliseconds of a clock that only runs on. */
  readonly began: number
  readonly ended: number
  /** When the client had the answer before it on the same connection, so that it was sent later; undefined for a first one. */
  readonly sentAfter: number | undefined
  /** Method, path and query; a repetition has the same. */
  readonly target: string
  /** `''` also for one that the server did not read, since it refused the call before. */
  readonly body: string
  /** What was presented, as it was sent; undefined where nothing was. */
  readonly credential: string | undefined
  /** What it renews by; undefined unless it renews. */
  readonly refresh: string | undefined
  /** What the answer brings to renew by the next time. */
  readonly brings: string | undefined
  /** Undefined where the connection went without an answer. */
  readonly status: number | undefined
}

/** Reads exchanges of an API as calls of a client. */
export function callReader(
  contract: Contract,
): (observed: Observed, ended: number, sentAfter: number | undefined) => Call {
  const ways = waysOf(contract.document)
  const candidates = candidatesOf(ways)
  return (observed, ended, sentAfter) => {
    const { operation, place, method, sentBody, status } = observed
    const credential = credentialOf(observed, contract)
    const sent = {
      parameters: Object.fromEntries(new URLSearchParams(place.search)),
      body: membersOf(sentBody),
      credentials: {},
    }
    const [match] = bestMatches(candidates.get(operation?.id ?? '') ?? [], sent)
    const [refreshName = ''] = [...(match ? meaningsOfOutputs(match.way) : [])].find(([, is]) => is === 'refresh') ?? []
    const refresh = match?.outputs[refreshName]
    const output = match?.way.outputs?.[refreshName]
    const deed = match?.action ?? 'call'
    return {
      observed,
      deed,
      operation: operation?.id,
      began: ended - observed.milliseconds,
      ended,
      sentAfter,
      target: `${method} ${place.path}${place.search}`,
      body: sentBody?.text ?? '',
      credential,
      refresh: deed === 'renew' ? String(refresh ?? credential ?? '') : undefined,
      brings: output && refreshIn(observed, expressionOf(output)),
      status,
    }
  }
}

/** What an output of a way leads to in an answer. */
function refreshIn({ headers, body }: Observed, expression: string): string | undefined {
  const fields = new Headers()
  for (const [name, value] of Object.entries(headers))
    for (const line of [value].flat()) fields.append(name, String(line))
  const value = readOutput(expression, { body: membersOf(body), headers: fields })
  return value === undefined || value === null ? undefined : String(value)
}

/** Everything that presents a credential of any scheme of the contract. */
function credentialOf({ sentHeaders, place }: Observed, contract: Contract): string | undefined {
  const fields = (name: string) => valuesOf(sentHeaders, name)
  const found = presentedIn(contract, { fields, search: place.search })
  return found.length === 0 ? undefined : found.map(({ value }) => value).join('\n')
}

function membersOf(body: Observed['sentBody']): unknown {
  if (!body) return undefined
  if (kindOf(body.contentType) === 'form') return Object.fromEntries(new URLSearchParams(body.text))
  try {
    return JSON.parse(body.text)
  } catch {
    return undefined
  }
}

/** Whether a request was repeated, whatever credential it had; the body of a refused one may not have been read. */
export function isSame(one: Call, other: Call): boolean {
  return one.target === other.target
}

/** Whether the server refused what a call presented. */
export function isUnauthorized({ status }: Call): boolean {
  return status === 401
}

/** In milliseconds: what was sent before arrives sooner than that. */
const longestWay = 1_000

/** Whether a client surely sent a call after a moment; one that arrives later may have been on its way already. */
export function isSentAfter({ began, sentAfter }: Call, moment: number): boolean {
  return (sentAfter !== undefined && sentAfter >= moment) || began >= moment + longestWay
}

export function isSuccess({ status }: Call): boolean {
  return status !== undefined && status >= 200 && status < 300
}

import { documentedResponse, type Operation } from '../contract/contract.ts'
import type { Reply } from '../contract/handler.ts'
import { corsHeaders } from '../contract/origin-policy.ts'
import { type Refusal, renderRefusal } from '../contract/refusal.ts'
import { defaultHeaders } from '../net/default-headers.ts'
import type { Dropped, Outcome, Step, Unserved } from './exchange.ts'
import { type SentReply, send, type WrittenReply, writeReply } from './send.ts'

/** Where what only those who run the server may know is written; pino's logger is one. */
export interface Log {
  error(details: object, message: string): void
  /** What is not a failure; written as an error where there is no such method. */
  warn?(details: object, message: string): void
}

/** The steps every request passes, and what the server does around them. */
export interface Pipeline<Served extends Unserved> {
  /** In order; the first step with an outcome ends it. */
  readonly steps: readonly Step<Served>[]
  readonly log: Log
  /** What an exception is to the client; the details are for the log alone. */
  failure(error: unknown): Refusal
  /** The last word on a reply before it is checked. */
  amend?(exchange: Served, reply: Reply): Reply
  /** Is told of every end: how it came, and what was sent, if anything was. */
  observe?(exchange: Served, outcome: Outcome | Dropped, answer: Answer | undefined): void
}

/** What went out. */
export interface Answer {
  readonly status: number
  readonly sent: SentReply
}

/** Runs a request through the pipeline and answers it; never throws, never leaves a request unanswered. */
export async function serve<Served extends Unserved>(exchange: Served, pipeline: Pipeline<Served>): Promise<void> {
  const end = await conclude(exchange, pipeline)
  if ('dropped' in end) {
    end.dropped(ownHeaders(exchange))
    pipeline.observe?.(exchange, end, undefined)
    return
  }
  const { outcome, render } = end
  const answer = sendAll(exchange, pipeline.log, () => {
    const reply = render()
    const amended = pipeline.amend ? pipeline.amend(exchange, reply) : reply
    return checkOutcome(exchange, outcome, amended, pipeline.log)
  })
  pipeline.observe?.(exchange, outcome, answer)
}

/** Answers a request that never got on its pipeline, in its API's form. */
export function refuse(exchange: Unserved, refusal: Refusal, log: Log): Answer {
  return sendAll(exchange, log, () => refused(exchange, refusal, log))
}

function refused(exchange: Unserved, refusal: Refusal, log: Log): Reply {
  return checkOutcome(exchange, refusal, rendered(exchange, refusal), log)
}

function sendAll(exchange: Unserved, log: Log, make: () => Reply): Answer {
  const written = writeFirst(exchange, log, [make, () => refused(exchange, { refusal: 'unexpected' }, log)])
  const sent = send(exchange, written, (error) => log.error({ err: error }, 'the body of a reply broke off'))
  return { status: written.status, sent }
}

/** The first reply that can be made and sent; without one, a 500 without a body. */
function writeFirst(exchange: Unserved, log: Log, replies: readonly (() => Reply)[]): WrittenReply {
  for (const make of replies) {
    try {
      return writeReply(exchange, make())
    } catch (error) {
      log.error({ operation: exchange.operation?.id, err: error }, 'the reply cannot be sent')
    }
  }
  return writeReply(exchange, { status: 500, headers: ownHeaders(exchange) })
}

interface Concluded {
  readonly outcome: Outcome
  readonly render: () => Reply
}

/** What cannot be rendered, such as a challenge with a line break, is a failure like one of a step. */
async function conclude<Served extends Unserved>(
  exchange: Served,
  { steps, failure }: Pipeline<Served>,
): Promise<Concluded | Dropped> {
  try {
    const outcome = await runSteps(exchange, steps)
    if ('dropped' in outcome) return outcome
    const reply = rendered(exchange, outcome)
    return { outcome, render: () => reply }
  } catch (error) {
    const outcome = failure(error)
    return { outcome, render: () => rendered(exchange, outcome) }
  }
}

async function runSteps<Served extends Unserved>(
  exchange: Served,
  steps: readonly Step<Served>[],
): Promise<Outcome | Dropped> {
  for (const step of steps) {
    const outcome = step(exchange)
    const settled = outcome instanceof Promise ? await outcome : outcome
    if (settled) return settled
  }
  throw new TypeError('No step ended the request')
}

function rendered(exchange: Unserved, outcome: Outcome): Reply {
  const { api, operation, random } = exchange
  const reply =
    'refusal' in outcome
      ? renderRefusal(withChallenge(exchange, outcome), api.definition.form, random, operation)
      : outcome
  return { ...reply, headers: { ...ownHeaders(exchange), ...reply.headers } }
}

/** The challenge of the credential that was read, for one that is good but not for this, or no longer good. */
function withChallenge({ api, scheme = '', reading }: Unserved, refusal: Refusal): Refusal {
  if (!takesChallenge(refusal) || !reading || 'fault' in reading) return refusal
  const challenge = api.definition.schemes[scheme]?.challenge
  return challenge ? { ...refusal, challenge } : refusal
}

/** A 401 has to have one (RFC 9110, 15.5.2); what is forbidden need not. */
function takesChallenge(refusal: Refusal): refusal is Extract<Refusal, { refusal: 'unauthenticated' | 'forbidden' }> {
  if (refusal.refusal === 'unauthenticated') return [refusal.challenge].flat().length === 0
  return refusal.refusal === 'forbidden' && refusal.challenge === undefined
}

/** The headers of every answer, whatever it is. */
function ownHeaders({ request, place, origins }: Unserved): Record<string, string> {
  return { ...defaultHeaders, ...corsHeaders(request.headers.origin, place.ownOrigins, origins) }
}

/** Refusals outside any operation have no contract to break. */
function checkOutcome(exchange: Unserved, outcome: Outcome, reply: Reply, log: Log): Reply {
  const { operation, api } = exchange
  if (!operation) return reply
  if (!('refusal' in outcome)) return checkReply(exchange, operation, reply, log)
  return api.definition.form.documented ? reply : documentedRefusal(exchange, operation, reply, log)
}

/** A reply that breaks the contract never leaves. */
function checkReply(exchange: Unserved, operation: Operation, reply: Reply, log: Log): Reply {
  if (reply.status === 500) return reply
  const deviation = exchange.api.check(operation.id, reply)
  if (deviation === undefined) return reply
  exchange.deviation = deviation
  if (reply.asIs) return reply
  log.error({ operation: operation.id, status: reply.status, deviation }, 'the reply breaks the contract')
  const refusal = { refusal: 'unexpected' } as const
  return checkOutcome(exchange, refusal, rendered(exchange, refusal), log)
}

/**
 * A refusal as its operation documents it: with its body in the documented media type, or without one. What it does not
 * document leaves in the API's own form, since a mistake of the client is never one of the server; it is logged once.
 */
function documentedRefusal({ api }: Unserved, operation: Operation, reply: Reply, log: Log): Reply {
  const { status } = reply
  const response = documentedResponse(operation, status)
  const mediaTypes = Object.keys(response?.content ?? {})
  if (response && mediaTypes.length === 0) return { status, headers: reply.headers ?? {} }
  const { mediaType = 'application/json' } = api.definition.form
  const inForm =
    reply.body === undefined ? reply : { ...reply, headers: { ...reply.headers, 'Content-Type': mediaType } }
  const documented = mediaTypes.includes(mediaType) ? inForm : reply
  const deviation = api.check(operation.id, documented)
  if (deviation === undefined) return documented
  if (!unchecked.has(status) && api.isNews(`${operation.id} ${status}`))
    log.error(
      { operation: operation.id, status, deviation },
      'the refusal is not documented; sent in the form of the API',
    )
  return inForm
}

/** Failures of the server, and that there is nothing yet, are documented nowhere. */
const unchecked: ReadonlySet<number> = new Set([500, 501])

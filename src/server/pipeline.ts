import type { Reply } from '../contract/handler.ts'
import { corsHeaders } from '../contract/origin-policy.ts'
import { type Refusal, renderRefusal } from '../contract/refusal.ts'
import { defaultHeaders } from '../net/default-headers.ts'
import type { Dropped, Outcome, Step, Unserved } from './exchange.ts'
import { type SentReply, send } from './send.ts'

/** Where what only those who run the server may know is written; pino's logger is one. */
export interface Log {
  error(details: object, message: string): void
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
  const outcome = await runSteps(exchange, pipeline)
  if ('dropped' in outcome) {
    outcome.dropped(ownHeaders(exchange))
    pipeline.observe?.(exchange, outcome, undefined)
    return
  }
  const reply = rendered(exchange, outcome)
  const amended = pipeline.amend ? pipeline.amend(exchange, reply) : reply
  const checked = isUnimplemented(outcome) ? amended : check(exchange, amended, pipeline.log)
  const sent = send(exchange, checked, (error) => pipeline.log.error({ err: error }, 'the body of a reply broke off'))
  pipeline.observe?.(exchange, outcome, { status: checked.status, sent })
}

/** Answers a request that never got on its pipeline, in its API's form. */
export function refuse(exchange: Unserved, refusal: Refusal): Answer {
  const reply = rendered(exchange, refusal)
  return { status: reply.status, sent: send(exchange, reply, () => {}) }
}

async function runSteps<Served extends Unserved>(
  exchange: Served,
  { steps, failure }: Pipeline<Served>,
): Promise<Outcome | Dropped> {
  try {
    for (const step of steps) {
      const outcome = step(exchange)
      const settled = outcome instanceof Promise ? await outcome : outcome
      if (settled) return settled
    }
    throw new TypeError('No step ended the request')
  } catch (error) {
    return failure(error)
  }
}

function rendered(exchange: Unserved, outcome: Outcome): Reply {
  const { api, operation, random } = exchange
  const reply = 'refusal' in outcome ? renderRefusal(outcome, api.definition.form, random, operation?.id) : outcome
  return { ...reply, headers: { ...ownHeaders(exchange), ...reply.headers } }
}

/** The headers of every answer, whatever it is. */
function ownHeaders({ request, place, origins }: Unserved): Record<string, string> {
  return { ...defaultHeaders, ...corsHeaders(request.headers.origin, place.ownOrigins, origins) }
}

/** That there is nothing yet is documented nowhere, and the one answer that is not checked. */
function isUnimplemented(outcome: Outcome): boolean {
  return 'refusal' in outcome && outcome.refusal === 'not-implemented'
}

/** A reply that breaks the contract never leaves; refusals outside any operation have no contract to break. */
function check(exchange: Unserved, reply: Reply, log: Log): Reply {
  const { api, operation } = exchange
  if (!operation || reply.status === 500) return reply
  const deviation = api.check(operation.id, reply)
  if (deviation === undefined) return reply
  exchange.deviation = deviation
  log.error({ operation: operation.id, status: reply.status, deviation }, 'the reply breaks the contract')
  return rendered(exchange, { refusal: 'unexpected' })
}

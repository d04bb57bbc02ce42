import type { Logger } from 'pino'
import type { Reply } from '../contract/handler.ts'
import { corsHeaders } from '../contract/origin-policy.ts'
import { type Refusal, renderRefusal } from '../contract/refusal.ts'
import { standingHeaders } from '../net/standing-headers.ts'
import { StoreUnavailable } from '../store/database.ts'
import { beginningOf, beginningOfText, type Presented } from '../traffic/observed.ts'
import type { Dropped, Exchange, Outcome, Step, Unserved } from './exchange.ts'
import { applyFaults } from './faults.ts'
import { type SentReply, send } from './send.ts'
import { authenticate, findOperation, handle, keepOrigins, readBody, validate } from './steps.ts'

/** The way of every request to an API, in order; the first step with an outcome ends it. */
const way: readonly Step[] = [findOperation, keepOrigins, applyFaults, authenticate, readBody, validate, handle]

/** Takes a request its whole way and answers it; never throws, never leaves a request without an answer. */
export async function serve(exchange: Exchange, log: Logger): Promise<void> {
  const outcome = await travel(exchange, log)
  if ('dropped' in outcome) return drop(exchange, outcome, log)
  const reply = checked(exchange, amended(exchange, rendered(exchange, outcome)), log)
  observe(exchange, outcome, reply.status, send(exchange, reply))
  record(exchange, outcome, reply, log)
}

/** Answers a request that never got on its way, in its API's form. */
export function refuse(exchange: Unserved, refusal: Refusal): void {
  const reply = rendered(exchange, refusal)
  observe(exchange, refusal, reply.status, send(exchange, reply))
}

async function travel(exchange: Exchange, log: Logger): Promise<Outcome | Dropped> {
  try {
    for (const step of way) {
      const outcome = step(exchange)
      const settled = outcome instanceof Promise ? await outcome : outcome
      if (settled) return settled
    }
    throw new TypeError('No step ended the request')
  } catch (error) {
    return failure(error, log)
  }
}

/** What the caller cannot help: the store is out of reach, or we have a fault. The details are for the log alone. */
export function failure(error: unknown, log: Logger): Refusal {
  if (error instanceof StoreUnavailable) {
    log.error({ err: error }, 'the store cannot serve')
    return { refusal: 'unavailable', retryAfter: 1 }
  }
  log.error({ err: error }, 'unexpected failure')
  return { refusal: 'unexpected' }
}

function rendered({ api, place, origins, request, operation, random }: Unserved, outcome: Outcome): Reply {
  const reply = 'refusal' in outcome ? renderRefusal(outcome, api.definition.form, random, operation?.id) : outcome
  const cors = corsHeaders(request.headers.origin, place.origin, origins)
  return { ...reply, headers: { ...standingHeaders, ...cors, ...reply.headers } }
}

function amended({ amendments }: Exchange, reply: Reply): Reply {
  return amendments.reduce((amending, amend) => amend(amending), reply)
}

/** A reply that breaks the contract never leaves; refusals outside any operation have no contract to break. */
function checked(exchange: Exchange, reply: Reply, log: Logger): Reply {
  const { api, operation } = exchange
  if (!operation || reply.status === 500) return reply
  const deviation = api.check(operation.id, reply)
  if (deviation === undefined) return reply
  exchange.deviation = deviation
  log.error({ operation: operation.id, status: reply.status, deviation }, 'the reply breaks the contract')
  return rendered(exchange, { refusal: 'unexpected' })
}

/** Keeps what happened for whoever looks at the traffic; the control API's own is not of interest. */
function observe(exchange: Unserved, outcome: Outcome | Dropped, status: number | undefined, sent: SentReply): void {
  const { api, place, request, traffic } = exchange
  if (api.definition.commands) return
  traffic.record(place.world, {
    id: traffic.nextId(),
    api: api.traced,
    operation: exchange.operation,
    place,
    origins: exchange.origins,
    method: request.method,
    sentHeaders: request.rawHeaders,
    sentBody: beginningOf(exchange.bytes),
    started: exchange.started,
    milliseconds: performance.now() - exchange.began,
    presented: exchange.presented,
    refusal: 'refusal' in outcome ? outcome : undefined,
    finding: exchange.finding ?? ('finding' in outcome ? outcome.finding : undefined),
    fault: exchange.fault,
    deviation: exchange.deviation,
    status,
    headers: sent.headers,
    body: beginningOfText(sent.text),
  })
}

/** The connection goes without a word, as when a network fails. */
function drop(exchange: Exchange, outcome: Dropped, log: Logger): void {
  exchange.response.destroy()
  observe(exchange, outcome, undefined, nothingSent)
  log.info(factsOf(exchange), 'request dropped')
}

const nothingSent: SentReply = { headers: {}, text: undefined }

function record(exchange: Exchange, outcome: Outcome, { status }: Reply, log: Logger): void {
  if (!log.isLevelEnabled('info')) return
  const refusal = 'refusal' in outcome ? outcome.refusal : undefined
  const { finding, presented } = exchange
  const reason = finding?.is ?? ('finding' in outcome ? outcome.finding?.is : undefined) ?? standing(presented)
  log.info({ ...factsOf(exchange), status, refusal, reason }, 'request')
}

function factsOf({ api, place, operation, request, fault, context }: Exchange) {
  const asked = { api: api.definition.id, world: place.world, operation: operation?.id, method: request.method }
  return { ...asked, fault, address: context.address }
}

/** How a credential that does not hold stands, for the log: no name and no address is told. */
function standing(presented: Presented | undefined): string | undefined {
  if (!presented || presented.fault === undefined || presented.fault === 'missing') return undefined
  const { fault, found } = presented
  return found ? `${found.secret.kind} ${found.state} since ${new Date(found.since).toISOString()}` : fault
}

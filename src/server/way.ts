import type { Logger } from 'pino'
import type { Reply } from '../contract/handler.ts'
import { corsHeaders } from '../contract/origin-policy.ts'
import { type Refusal, renderRefusal } from '../contract/refusal.ts'
import { endAfterRequest } from '../net/linger.ts'
import { standingHeaders } from '../net/standing-headers.ts'
import { StoreUnavailable } from '../store/database.ts'
import type { Dropped, Exchange, Outcome, Step, Unserved } from './exchange.ts'
import { applyFaults } from './faults.ts'
import { authenticate, findOperation, handle, keepOrigins, readBody, validate } from './steps.ts'

/** The way of every request to an API, in order; the first step with an outcome ends it. */
const way: readonly Step[] = [findOperation, keepOrigins, applyFaults, authenticate, readBody, validate, handle]

/** Takes a request its whole way and answers it; never throws, never leaves a request without an answer. */
export async function serve(exchange: Exchange, log: Logger): Promise<void> {
  const outcome = await travel(exchange, log)
  if ('dropped' in outcome) return drop(exchange, log)
  const reply = checked(exchange, amended(exchange, rendered(exchange, outcome)), log)
  send(exchange, reply)
  record(exchange, outcome, reply, log)
}

/** Answers a request that never got on its way, in its API's form. */
export function refuse(exchange: Unserved, refusal: Refusal): void {
  send(exchange, rendered(exchange, refusal))
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
  log.error({ operation: operation.id, status: reply.status, deviation }, 'the reply breaks the contract')
  return rendered(exchange, { refusal: 'unexpected' })
}

function send({ request, response, operation, api }: Unserved, { status, headers, body }: Reply): void {
  if (response.headersSent || response.destroyed) return
  if (body === undefined) {
    response.writeHead(status, status === 204 ? { ...headers } : { ...headers, 'Content-Length': 0 }).end()
    return
  }
  const text = JSON.stringify(body)
  const mediaType = operation && api.mediaTypeOf(operation.id, status)
  response.writeHead(status, {
    ...headers,
    'Content-Type': `${mediaType ?? api.definition.form.mediaType ?? 'application/json'}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(text),
  })
  if (headers?.Connection === 'close') endAfterRequest(request, response, text)
  else response.end(request.method === 'HEAD' ? undefined : text)
}

/** The connection goes without a word, as when a network fails. */
function drop({ response, ...exchange }: Exchange, log: Logger): void {
  response.destroy()
  log.info(factsOf(exchange), 'request dropped')
}

function record(exchange: Exchange, outcome: Outcome, { status }: Reply, log: Logger): void {
  if (!log.isLevelEnabled('info')) return
  const refusal = 'refusal' in outcome ? outcome.refusal : undefined
  log.info({ ...factsOf(exchange), status, refusal }, 'request')
}

function factsOf({ api, place, operation, request, reason, fault, context }: Omit<Exchange, 'response'>) {
  const asked = { api: api.definition.id, world: place.world, operation: operation?.id, method: request.method }
  return { ...asked, reason, fault, address: context.address }
}

import type { Logger } from 'pino'
import { valuesOf } from '../contract/raw-headers.ts'
import { keepBody } from '../masking/body.ts'
import type { Dropped, Outcome } from '../server/exchange.ts'
import type { Answer } from '../server/pipeline.ts'
import type { SentReply } from '../server/send.ts'
import { keepHeaders, keepPlace } from '../traffic/kept.ts'
import type { Observed, Presented } from '../traffic/observed.ts'
import type { Exchange, Unserved } from './exchange.ts'

/** An exchange as far as it got: the later members are only known once their step ran. */
type ObservedExchange = Unserved &
  Partial<Pick<Exchange, 'bytes' | 'scheme' | 'reading' | 'finding' | 'fault' | 'deviation'>>

/** Records the exchange in the traffic, except those of the control API itself. */
export function recordTraffic(
  exchange: ObservedExchange,
  outcome: Outcome | Dropped,
  answer: Answer | undefined,
): void {
  const { api, place, request, traffic, isForeign } = exchange
  if (api.definition.commands || !traffic) return
  const { lines, omitted } = keepHeaders(request.rawHeaders)
  const [contentType = ''] = valuesOf(request.rawHeaders, 'content-type')
  const { headers, body } = answer?.sent ?? nothing
  const observed: Observed = {
    id: traffic.nextId(),
    api: exchange.traced,
    operation: exchange.operation,
    place: keepPlace(place),
    origins: exchange.origins,
    method: exchange.asked.method,
    sentHeaders: lines,
    omittedHeaders: omitted,
    sentBody: keepBody(exchange.bytes, contentType),
    started: exchange.started,
    milliseconds: performance.now() - exchange.began,
    presented: presentedOf(exchange),
    refusal: 'refusal' in outcome ? outcome : undefined,
    finding: exchange.finding ?? ('finding' in outcome ? outcome.finding : undefined),
    fault: exchange.fault,
    deviation: exchange.deviation,
    status: answer?.status,
    headers,
    // What this server wrote is of the type it says; bytes may be anything.
    body: keepBody(body, String(headers['Content-Type'] ?? ''), typeof body === 'string'),
  }
  traffic.record(place.world, observed, isForeign, request.raw.socket)
}

const nothing: SentReply = { headers: {}, body: undefined }

function presentedOf({ scheme, reading }: ObservedExchange): Presented | undefined {
  if (scheme === undefined || !reading) return undefined
  // Nothing was looked at.
  if ('refusal' in reading && 'finding' in reading && reading.finding?.is === 'unserved') return undefined
  const { found, subject } = reading
  return { scheme, fault: 'fault' in reading ? reading.fault : undefined, found, subject }
}

/** Writes the line of a request to the log. */
export function logRequest(
  exchange: ObservedExchange,
  outcome: Outcome | Dropped,
  status: number | undefined,
  log: Logger,
): void {
  if (!log.isLevelEnabled('info')) return
  const facts = factsOf(exchange)
  if ('dropped' in outcome) log.info(facts, 'request dropped')
  else log.info({ ...facts, status, ...whyRefused(exchange, outcome) }, 'request')
}

function whyRefused({ finding, reading }: ObservedExchange, outcome: Outcome) {
  const found = finding ?? ('finding' in outcome ? outcome.finding : undefined)
  return {
    refusal: 'refusal' in outcome ? ('cause' in outcome && outcome.cause) || outcome.refusal : undefined,
    reason: found?.is ?? stateOfCredential(reading),
  }
}

function factsOf({ api, place, operation, asked, fault, request, isForeign }: ObservedExchange) {
  const named = { api: api.definition.id, world: place.world, operation: operation?.id, method: asked.method }
  return { ...named, fault, address: request.raw.socket.remoteAddress ?? '', ...(isForeign && { foreign: true }) }
}

/** The state of a rejected credential, for the log, without names and addresses. */
function stateOfCredential(reading: ObservedExchange['reading']): string | undefined {
  if (!reading || !('fault' in reading) || reading.fault === 'missing') return undefined
  const { fault, found } = reading
  return found ? `${found.secret.kind} ${found.state} since ${new Date(found.since).toISOString()}` : fault
}

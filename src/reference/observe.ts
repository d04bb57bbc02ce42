import type { Logger } from 'pino'
import type { Dropped, Outcome } from '../server/exchange.ts'
import type { Answer } from '../server/way.ts'
import { beginningOf, beginningOfText, type Presented } from '../traffic/observed.ts'
import type { Exchange, Unserved } from './exchange.ts'

/** What is only known of a request that got on its way. */
type Passed = Unserved & Partial<Pick<Exchange, 'bytes' | 'scheme' | 'reading' | 'finding' | 'fault' | 'deviation'>>

/** Keeps what happened for whoever looks at the traffic; the control API's own is not of interest. */
export function keep(exchange: Passed, outcome: Outcome | Dropped, answer: Answer | undefined): void {
  const { api, place, request, traffic } = exchange
  if (api.definition.commands) return
  traffic.record(place.world, {
    id: traffic.nextId(),
    api: exchange.traced,
    operation: exchange.operation,
    place,
    origins: exchange.origins,
    method: exchange.asked.method,
    sentHeaders: request.rawHeaders,
    sentBody: beginningOf(exchange.bytes),
    started: exchange.started,
    milliseconds: performance.now() - exchange.began,
    presented: presentedOf(exchange),
    refusal: 'refusal' in outcome ? outcome : undefined,
    finding: exchange.finding ?? ('finding' in outcome ? outcome.finding : undefined),
    fault: exchange.fault,
    deviation: exchange.deviation,
    status: answer?.status,
    headers: answer?.sent.headers ?? nothing,
    body: beginningOfText(answer?.sent.text),
  })
}

const nothing = {}

function presentedOf({ scheme, reading }: Passed): Presented | undefined {
  if (scheme === undefined || !reading) return undefined
  const { found, subject } = reading
  return { scheme, fault: 'fault' in reading ? reading.fault : undefined, found, subject }
}

/** Writes the line of a request to the log. */
export function record(exchange: Exchange, outcome: Outcome | Dropped, status: number | undefined, log: Logger): void {
  if (!log.isLevelEnabled('info')) return
  const facts = factsOf(exchange)
  if ('dropped' in outcome) log.info(facts, 'request dropped')
  else log.info({ ...facts, status, ...whyRefused(exchange, outcome) }, 'request')
}

function whyRefused({ finding, reading }: Exchange, outcome: Outcome) {
  const found = finding ?? ('finding' in outcome ? outcome.finding : undefined)
  return { refusal: 'refusal' in outcome ? outcome.refusal : undefined, reason: found?.is ?? standing(reading) }
}

function factsOf({ api, place, operation, asked, fault, context }: Exchange) {
  const named = { api: api.definition.id, world: place.world, operation: operation?.id, method: asked.method }
  return { ...named, fault, address: context.address }
}

/** How a credential that does not hold stands, for the log: no name and no address is told. */
function standing(reading: Exchange['reading']): string | undefined {
  if (!reading || !('fault' in reading) || reading.fault === 'missing') return undefined
  const { fault, found } = reading
  return found ? `${found.secret.kind} ${found.state} since ${new Date(found.since).toISOString()}` : fault
}

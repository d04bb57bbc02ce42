import { second } from '../auth/clock.ts'
import type { Reply } from '../contract/handler.ts'
import { cutJson, type Damage, resetMidway, slowly } from '../net/damage.ts'
import type { Outcome } from '../server/exchange.ts'
import type { Act } from './due.ts'
import type { GatewayFailure, WantedFault } from './faults.ts'
import type { FaultyExchange } from './faulty-exchange.ts'

type Failing = (exchange: FaultyExchange, fault: WantedFault) => Outcome | undefined

/** What each failure does: some stand in for the API, the others happen to its answer. */
const failures: Readonly<Record<GatewayFailure, Failing>> = {
  'html-502': () => page(502, 'Bad Gateway'),
  'html-504': () => page(504, 'Gateway Timeout'),
  'undocumented-500': () => instead(500, 'text/plain; charset=utf-8', 'Internal Server Error\n'),
  'error-200': () => instead(200, 'application/json; charset=utf-8', { error: 'upstream unavailable' }),
  redirect: redirected,
  'empty-200': losingTheBody,
  'cut-json': (exchange) => damaged(exchange, cutJson),
  reset: (exchange) => damaged(exchange, resetMidway),
  'slow-body': (exchange, fault) => damaged(exchange, slowly(fault.milliseconds ?? second)),
}

/** Lets a gateway fail that is in front of the API. */
export const failAtGateway: Act = async (exchange, { fault, claim }) => {
  const { failure } = fault
  if (failure === undefined || !claim()) return undefined
  const outcome = failures[failure](exchange, fault)
  if (outcome) await takeBody(exchange)
  return outcome
}

/** A gateway reads what it passes on to nobody, so that the traffic shows it. */
async function takeBody(exchange: FaultyExchange): Promise<void> {
  const bytes = await exchange.request.readBytes(exchange.api.bodyLimit)
  if (Buffer.isBuffer(bytes)) exchange.bytes = bytes
}

function redirected({ asked }: FaultyExchange, { location }: WantedFault): Reply {
  // Encoded, since a header takes no other letters.
  const { href } = new URL(location ?? `http://elsewhere.invalid${asked.path}`)
  return { status: 307, headers: { Location: href }, asIs: true }
}

function losingTheBody({ amendments }: FaultyExchange): undefined {
  amendments.push(withoutBody)
}

function damaged({ response }: FaultyExchange, damage: Damage): undefined {
  response.damage = damage
}

function page(status: number, title: string): Reply {
  const body = `<!doctype html><html lang="en"><title>${title}</title><h1>${status} ${title}</h1></html>\n`
  return instead(status, 'text/html; charset=utf-8', body)
}

/** No contract documents it, so that nothing holds it against one. */
function instead(status: number, type: string, body: unknown): Reply {
  return { status, headers: { 'Content-Type': type, 'Cache-Control': 'no-store' }, body, asIs: true }
}

/** Only a success loses its body: a refusal tells what it has to by its status. */
function withoutBody(reply: Reply): Reply {
  return reply.status < 300 ? { status: 200, headers: withoutType(reply), asIs: true } : reply
}

function withoutType({ headers = {} }: Reply): NonNullable<Reply['headers']> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-(type|length)$/i.test(name)))
}

import type { Reply } from '../contract/handler.ts'
import { documentedError } from './documented-error.ts'
import { type Act, delay, limitName } from './due.ts'
import { atClock, ExpiringSecrets, LateSecrets, RacedFamilies, RevokedFamilies } from './fault-injection.ts'
import type { ScenarioName, WantedFault } from './faults.ts'
import type { FaultyContext, FaultyExchange } from './faulty-exchange.ts'
import { cookiesOf, scenarios } from './scenarios.ts'

/** What each scenario does. The state changes as the real event would change it; nothing is only said. */
export const scenarioActs: Readonly<Record<ScenarioName, Act>> = {
  'expires-mid-flight': (exchange, { claim }) => {
    // Only what is presented: once it is known who is asking, a handler may look up other secrets.
    const strikes = () => exchange.caller === undefined && claim()
    return injectFault(exchange, ({ scope }) => ({ secrets: new ExpiringSecrets(scope, strikes) }))
  },
  '401-once': (exchange, { claim }) => (claim() ? documentedError(exchange, 401) : undefined),
  'refresh-race': (exchange, { claim }) =>
    injectFault(exchange, ({ scope }) => ({ families: new RacedFamilies(scope, claim) })),
  'refresh-revoked': (exchange, { claim }) =>
    injectFault(exchange, ({ scope }) => ({ families: new RevokedFamilies(scope, claim) })),
  'rate-limited': limitRate,
  'otp-late': (exchange, { claim }) => {
    const { kind = '' } = exchange.api.definition.scenarioTargets.oneTimePasswords ?? {}
    return injectFault(exchange, ({ scope }) => ({ secrets: new LateSecrets(scope, kind, claim) }))
  },
  'idp-denied': (exchange, { claim }) => {
    const { providers } = exchange.context
    const finish: typeof providers.finish = async (...asked) => (claim() ? 'refused' : providers.finish(...asked))
    exchange.context = { ...exchange.context, providers: { ...providers, finish } }
    return undefined
  },
  'cookie-dropped': dropCookies,
  'slow-login': async (exchange, { fault, claim }) => (claim() ? delay(exchange, lengthOf(fault)) : undefined),
  'clock-skew': skewClock,
}

function lengthOf({ milliseconds, scenario }: WantedFault): number {
  return milliseconds ?? (scenario && scenarios[scenario].milliseconds?.[0]) ?? 0
}

/** Puts other parts in the place of some of the store, for this exchange alone. */
function injectFault(
  exchange: FaultyExchange,
  parts: (store: FaultyContext['store']) => Partial<FaultyContext['store']>,
): undefined {
  const { context } = exchange
  exchange.context = { ...context, store: { ...context.store, ...parts(context.store) } }
}

function limitRate(exchange: FaultyExchange, { fault, claim }: Parameters<Act>[1]): ReturnType<Act> {
  const { operation, faults, context } = exchange
  if (!operation || !claim()) return undefined
  const length = lengthOf(fault)
  faults.limit(limitName(exchange, operation), context.clock(), length)
  return { refusal: 'throttled', retryAfter: Math.ceil(length / 1_000) }
}

function skewClock(exchange: FaultyExchange, { fault, claim }: Parameters<Act>[1]): undefined {
  if (!claim()) return
  const { context } = exchange
  const skew = lengthOf(fault)
  const clock = () => context.clock() + skew
  exchange.context = { ...context, clock, store: atClock(context.store, clock) }
  exchange.amendments.push((reply) => withHeader(reply, 'Date', new Date(clock()).toUTCString()))
}

/** A path that no page is at: a browser takes such a cookie and sends it nowhere. */
const nowhere = 'Path=/-/nowhere'

function dropCookies(exchange: FaultyExchange, { claim }: Parameters<Act>[1]): undefined {
  const { context, operation, api } = exchange
  const names = operation ? cookiesOf(operation, api.contract) : []
  const pairs = context.fields('cookie').flatMap((line) => line.split(';').map((pair) => pair.trim()))
  const others = pairs.filter((pair) => !names.some((name) => pair.startsWith(`${name}=`)))
  if (others.length < pairs.length && claim()) {
    const fields: FaultyContext['fields'] = (name) => (name === 'cookie' ? others : context.fields(name))
    exchange.context = { ...context, fields }
  }
  exchange.amendments.push((reply) => {
    const set = [reply.headers?.['Set-Cookie'] ?? []].flat()
    if (!set.some(isKept) || !claim()) return reply
    return withHeader(
      reply,
      'Set-Cookie',
      set.map((cookie) => (isKept(cookie) ? cookie.replace(/Path=[^;]*/, nowhere) : cookie)),
    )
  })
}

/** Whether a `Set-Cookie` sets something rather than taking it back. */
function isKept(cookie: string): boolean {
  return !/; Max-Age=0(;|$)/.test(cookie)
}

function withHeader(reply: Reply, name: string, value: string | string[]): Reply {
  return { ...reply, headers: { ...reply.headers, [name]: value } }
}

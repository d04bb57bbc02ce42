import type { Operation } from '../contract/contract.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Dropped, Outcome, Step } from '../server/exchange.ts'
import { documentedError } from './documented-error.ts'
import { type Act, type Due, delay, dropped, limitName } from './due.ts'
import { faultProblem, isFor } from './fault-kinds.ts'
import { type FaultKind, type GatewayFailure, gatewayFailures, type ScenarioName, type WantedFault } from './faults.ts'
import type { FaultyExchange } from './faulty-exchange.ts'
import { failAtGateway } from './gateway-acts.ts'
import { presents } from './presents.ts'
import { scenarioActs } from './scenario-acts.ts'
import { type ScenarioApi, scenarios } from './scenarios.ts'

/** The request header that lets its own call go wrong. */
export const faultHeader = 'Latchkey-Fault'

const acts: Readonly<Record<FaultKind, Act>> = {
  latency: async (exchange, { fault, claim }) => (claim() ? delay(exchange, fault.milliseconds ?? 0) : undefined),
  status: (exchange, { fault, claim }) => (claim() ? documentedError(exchange, fault.status ?? 503) : undefined),
  drop: (exchange, { claim }) => (claim() ? dropped(exchange) : undefined),
  scenario: (exchange, due) => due.fault.scenario && scenarioActs[due.fault.scenario](exchange, due),
  gateway: failAtGateway,
}

/** What was asked to go wrong with this call goes wrong, in the order it was asked for; never with the control API. */
export const applyFaults: Step<FaultyExchange> = (exchange) => {
  const { api, operation, faults, context } = exchange
  if (api.definition.commands || !operation) return undefined
  const header = exchange.ownHeaders.includes(faultHeader) ? headerLines(exchange) : []
  if (faults.isEmpty && header.length === 0) return undefined
  const limited = faults.limitOf(limitName(exchange, operation), context.clock())
  if (limited > 0) return { refusal: 'throttled', retryAfter: Math.ceil(limited / 1_000) }
  const asked = header.length === 0 ? [] : [readFault(header, operation, scenarioApi(exchange))]
  const nonsense = asked.find((each) => typeof each === 'string')
  if (nonsense !== undefined) return refuseHeader(nonsense)
  return strike(exchange, [...kept(exchange, operation), ...asked.filter((each) => typeof each !== 'string')])
}

/** Few requests have any, and the lines as they came in are read only then. */
function headerLines({ request, context }: FaultyExchange): readonly string[] {
  const name = faultHeader.toLowerCase()
  return request.headers[name] === undefined ? [] : context.fields(name)
}

async function strike(exchange: FaultyExchange, faults: readonly Due[]): Promise<Outcome | Dropped | undefined> {
  for (const { fault, claim } of faults) {
    const outcome = await acts[fault.kind](exchange, { fault, claim: () => claim() && noted(exchange, fault) })
    if (outcome) return outcome
  }
  return undefined
}

function kept(exchange: FaultyExchange, operation: Operation): Due[] {
  const { faults } = exchange
  const here = faults.list().filter(({ api }) => api === exchange.api.definition.id)
  const meant = here.filter(
    (fault) => isFor(fault, operation, scenarioApi(exchange)) && presents(exchange, fault.credential),
  )
  const chance = () => exchange.random(4).readUInt32BE() / 2 ** 32
  return meant.map((fault) => ({ fault, claim: () => faults.claim(fault.id, chance) }))
}

function scenarioApi({ api }: FaultyExchange): ScenarioApi {
  return { contract: api.contract, scenarioTargets: api.definition.scenarioTargets }
}

function noted(exchange: FaultyExchange, { kind, milliseconds, status, scenario, failure }: WantedFault): true {
  const value = status ?? milliseconds
  const name = `${failure ?? scenario ?? kind}${value === undefined ? '' : `=${value}`}`
  exchange.fault = exchange.fault === undefined ? name : `${exchange.fault}, ${name}`
  return true
}

/** The fault that the header asks for, or why it asks for nothing. */
function readFault(lines: readonly string[], operation: Operation, api: ScenarioApi): Due | string {
  const [, name = '', value] = (lines.length === 1 && /^([0-9a-z-]{1,40})(?:=(-?\d{1,8}))?$/.exec(lines[0] ?? '')) || []
  const wanted = wantedBy(name, value === undefined ? undefined : Number(value), {
    api: '',
    operation: operation.id,
    times: 1,
  })
  if (!wanted)
    return 'takes "latency=MILLISECONDS", "status=STATUS", "drop" or the name of a scenario or of a failure of a gateway'
  const problem = faultProblem(wanted, api)
  if (problem !== undefined) return `cannot be followed: ${problem}`
  let left = 1
  return { fault: wanted, claim: () => left-- > 0 }
}

function wantedBy(
  name: string,
  value: number | undefined,
  call: Pick<WantedFault, 'api' | 'operation' | 'times'>,
): WantedFault | undefined {
  const milliseconds = value === undefined ? {} : { milliseconds: value }
  if (name === 'latency') return { ...call, kind: name, ...milliseconds }
  if (name === 'status') return { ...call, kind: name, ...(value !== undefined && { status: value }) }
  if (name === 'drop') return value === undefined ? { ...call, kind: name } : undefined
  if (isFailure(name)) return { ...call, kind: 'gateway', failure: name, ...milliseconds }
  return isScenario(name) ? { ...call, kind: 'scenario', scenario: name, ...milliseconds } : undefined
}

function isFailure(name: string): name is GatewayFailure {
  return (gatewayFailures as readonly string[]).includes(name)
}

function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name)
}

function refuseHeader(message: string): Refusal {
  return { refusal: 'invalid', violations: [{ in: 'header', path: [faultHeader], keyword: 'fault', message }] }
}

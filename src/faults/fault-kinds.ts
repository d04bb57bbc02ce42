import { minute } from '../auth/clock.ts'
import { documentedResponse, type Operation } from '../contract/contract.ts'
import type { FaultKind, ScenarioName, WantedFault } from './faults.ts'
import { gatewayProblem } from './gateway-problem.ts'
import { outside } from './outside.ts'
import { type ScenarioApi, scenarios } from './scenarios.ts'

/** The longest a call can be kept waiting. */
const longestLatency = minute

const settings = ['milliseconds', 'status', 'scenario', 'failure', 'location'] as const

type Setting = (typeof settings)[number]

interface Kind {
  readonly takes: readonly Setting[]
  /** Why it makes no sense for these operations, one or all of the API's; undefined if it does. */
  problem(wanted: WantedFault, operations: readonly Operation[], api: ScenarioApi): string | undefined
}

const kinds: Readonly<Record<FaultKind, Kind>> = {
  latency: {
    takes: ['milliseconds'],
    problem: ({ milliseconds }) => outside('latency', milliseconds, 0, longestLatency),
  },
  status: { takes: ['status'], problem: statusProblem },
  drop: { takes: [], problem: () => undefined },
  scenario: { takes: ['scenario', 'milliseconds'], problem: scenarioProblem },
  gateway: { takes: ['failure', 'location', 'milliseconds'], problem: gatewayProblem },
}

/** Why a fault cannot happen in an API, with what can; undefined if it can. */
export function faultProblem(wanted: WantedFault, api: ScenarioApi): string | undefined {
  const { operation } = wanted
  const all = api.contract.operations
  const meant = operation === undefined ? all : all.filter(({ id }) => id === operation)
  if (meant.length === 0) return `There is no operation "${operation}"; there are ${listed(all.map(({ id }) => id))}`
  const kind = kinds[wanted.kind]
  const idle = settings.find((name) => wanted[name] !== undefined && !kind.takes.includes(name))
  return idle ? `A fault of the kind "${wanted.kind}" takes no "${idle}"` : kind.problem(wanted, meant, api)
}

/** Whether a fault that makes sense is for this operation. */
export function isFor(fault: WantedFault, operation: Operation, api: ScenarioApi): boolean {
  if (fault.operation !== undefined && fault.operation !== operation.id) return false
  if (fault.status !== undefined) return documents(operation, fault.status)
  return fault.scenario === undefined || scenarios[fault.scenario].canHappenTo(operation, api)
}

function statusProblem({ status, operation }: WantedFault, meant: readonly Operation[]): string | undefined {
  if (status === undefined) return 'A fault of the kind "status" needs a "status"'
  if (meant.some((each) => documents(each, status))) return undefined
  const documented = [...new Set(meant.flatMap(documentedErrors))].sort()
  const who = operation === undefined ? 'No operation documents' : `"${operation}" does not document`
  return `${who} the error ${status}; ${operation === undefined ? 'documented are' : 'it documents'} ${listed(documented)}`
}

function scenarioProblem(
  { scenario, milliseconds, operation }: WantedFault,
  meant: readonly Operation[],
  api: ScenarioApi,
): string | undefined {
  if (scenario === undefined) return 'A fault of the kind "scenario" needs a "scenario"'
  if (!isPossible(scenario, meant, api)) {
    const possible = (Object.keys(scenarios) as ScenarioName[]).filter((name) => isPossible(name, meant, api))
    return `"${scenario}" cannot happen ${operation === undefined ? 'in this API' : `to "${operation}"`}; there are ${listed(possible)}`
  }
  if (milliseconds === undefined) return undefined
  const [, least, most] = scenarios[scenario].milliseconds ?? []
  if (least === undefined || most === undefined) return `The scenario "${scenario}" takes no "milliseconds"`
  return outside(scenario, milliseconds, least, most)
}

/** Whether a scenario can happen to one of these operations. */
export function isPossible(scenario: ScenarioName, operations: readonly Operation[], api: ScenarioApi): boolean {
  return operations.some((operation) => scenarios[scenario].canHappenTo(operation, api))
}

/** Whether an operation documents an error, by its status, by a range or as `default`. */
function documents(operation: Operation, status: number): boolean {
  return status >= 400 && documentedResponse(operation, status) !== undefined
}

/** The errors as the contract writes them, ranges and `default` included. */
function documentedErrors({ responses }: Operation): string[] {
  return [...responses.keys()].filter((status) => /^([45]|default$)/.test(status))
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}

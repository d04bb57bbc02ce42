import { readContract } from '../contract/contract.ts'
import { faultProblem, isPossible } from '../faults/fault-kinds.ts'
import type { Fault, ScenarioName } from '../faults/faults.ts'
import { type ScenarioApi, scenarios } from '../faults/scenarios.ts'
import { faultsOf } from '../faults/world-faults.ts'
import type { Api } from '../served/api.ts'
import { governedApis } from './governed.ts'
import type { SandboxHandlers } from './handlers.ts'
import { pageOf } from './pages.ts'
import { problem } from './problems.ts'

/** `GET /faults` (SB-28, SB-55). */
export const listFaults: SandboxHandlers['listFaults'] = async ({ query }, { control: { world } }) => {
  const page = await pageOf(query, {
    list: ({ from }) =>
      faultsOf(world)
        .list()
        .filter(({ id }) => Number(id) >= (from?.[0] ?? 0)),
    placeOf: ({ id }: Fault) => [Number(id)] as const,
    example: [0],
  })
  return 'status' in page ? page : { status: 200, body: { faults: page.items.map(shown), next: page.next } }
}

/** `POST /faults` (SB-28 to SB-31, SB-33). */
export const createFault: SandboxHandlers['createFault'] = ({ body }, context) => {
  const apis = governedApis(context)
  const api = apis.find(({ id }) => id === body.api)
  if (!api) return problem(422, `There is no API "${body.api}"; there are ${apis.map(({ id }) => id).join(', ')}`)
  const wanted = { times: 1, ...body }
  const nonsense = faultProblem(wanted, scenarioApi(api))
  if (nonsense !== undefined) return problem(422, nonsense)
  const fault = faultsOf(context.control.world).add(wanted)
  return fault ? { status: 201, body: shown(fault) } : problem(422, 'There are too many faults already; remove some')
}

/** A secret is shown by its beginning. */
function shown({ credential, ...fault }: Fault): Fault {
  return credential === undefined ? fault : { ...fault, credential: `${credential.slice(0, 4)}…` }
}

/** `DELETE /faults` (SB-32). */
export const removeFaults: SandboxHandlers['removeFaults'] = (_request, { control: { world } }) => {
  faultsOf(world).clear()
  return { status: 204 }
}

/** `DELETE /faults/{id}` (SB-32). */
export const removeFault: SandboxHandlers['removeFault'] = ({ path }, { control: { world } }) => {
  return faultsOf(world).remove(path.id) ? { status: 204 } : problem(404, `There is no fault "${path.id}"`)
}

/** `GET /scenarios` (SB-33). */
export const listScenarios: SandboxHandlers['listScenarios'] = (_request, context) => {
  const apis = governedApis(context).map((api) => ({ id: api.id, ...scenarioApi(api) }))
  const shown = (Object.keys(scenarios) as ScenarioName[]).map((name) => ({
    name,
    description: scenarios[name].description,
    apis: apis.filter((api) => isPossible(name, api.contract.operations, api)).map(({ id }) => id),
  }))
  return { status: 200, body: { scenarios: shown } }
}

function scenarioApi({ document, scenarioTargets }: Api): ScenarioApi {
  return { contract: readContract(document), scenarioTargets }
}

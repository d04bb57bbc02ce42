import type { OperationsTypes, Probe, Suite } from '../../src/conformance/check.ts'
import { Coverage } from '../../src/conformance/coverage.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { createBench, createProbe } from '../../src/conformance/target.ts'
import type { Contract, Operation } from '../../src/contract/contract.ts'
import { contractOf } from '../contract/contract-of.ts'
import type { Got, Place } from './place.ts'

/** An API that attacks are tried on: its contract, and what its suite says of logins and credentials. */
export interface Attacked {
  readonly id: string
  readonly contract: Contract
  readonly suite: Suite<OperationsTypes, never>
}

/** Every built-in API: a new one is attacked as soon as it is there. */
export const apis: readonly Attacked[] = await Promise.all(
  (await loadSuites()).map(async (suite) => ({ id: suite.api, suite, contract: await contractOf(suite.api) })),
)

/** An operation of an API as a client finds it. */
interface Located {
  readonly operation: Operation
  readonly path: string
}

export function locate({ id, contract }: Attacked, operationId: string): Located {
  const operation = contract.operations.find((each) => each.id === operationId)
  if (!operation) throw new RangeError(`${id} has no operation "${operationId}"`)
  return { operation, path: `/${id}${contract.basePath}${operation.path}` }
}

/** What the suite of an API speaks to a world with. */
export function probeAt(place: Place, { id, contract, suite }: Attacked): Probe<OperationsTypes, never> {
  const url = `http://127.0.0.1:${place.port}${place.root}/${id}${contract.basePath}`
  const target = { url, people: suite.demoPeople, hooks: place.hooks(id), isServer: true, mayBeGuessedAt: true }
  // The suite has forgotten its types, as in `runCheck`.
  return createProbe(target, createBench(contract, new Coverage(contract))) as Probe<OperationsTypes, never>
}

/** The status of a body or a query that breaks the contract (see `RefusalForm`). */
export function invalidStatus({ contract }: Attacked): 400 | 422 {
  return contract.operations.some(({ responses }) => responses.has('422')) ? 422 : 400
}

/** All that a client sees of an answer, but for the time of day and what its suite calls varying. */
export function visible({ status, headers, text }: Got, varying: RegExp | undefined) {
  const masked = (value: string) => (varying ? value.replaceAll(new RegExp(varying, 'g'), '…') : value)
  return {
    status,
    text: masked(text),
    headers: headers.filter(([name]) => name !== 'Date').map(([name, value]) => [name, masked(value)]),
  }
}

export function isAccepted({ status }: Pick<Got, 'status'>): boolean {
  return status >= 200 && status < 300
}

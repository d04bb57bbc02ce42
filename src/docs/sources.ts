import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Register, readRegister } from '../../openapi/rules/register.ts'
import { contractFile, contractIds } from '../catalogue/contracts.ts'
import type { OperationsTypes, Suite } from '../conformance/check.ts'
import { loadSuite } from '../conformance/suites.ts'
import { type Contract, readContract } from '../contract/contract.ts'
import { type Changelog, readChangelog } from './changes/changelog.ts'
import { type Flow, readFlows } from './flows/flow.ts'

/** All that is written about one API. */
export interface ApiSource {
  readonly id: string
  /** What people call it: the title without its subject. */
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly contract: Contract
  readonly register: Register
  readonly suite: Suite<OperationsTypes, never>
  readonly flows: readonly Flow[]
  readonly changelog: Changelog
}

/** Everything about each API of a project; the control API, which has no flows, goes last. */
export async function readApis(root: string): Promise<readonly ApiSource[]> {
  const apis = await Promise.all(contractIds(root).map((id) => readApi(root, id)))
  return apis.toSorted((one, other) => Number(other.flows.length > 0) - Number(one.flows.length > 0))
}

/** Reads everything about an API; throws if a part is missing or speaks of an operation that does not exist. */
async function readApi(root: string, id: string): Promise<ApiSource> {
  const contract = readContract(JSON.parse(readFileSync(join(root, 'generated', id, 'contract.json'), 'utf8')))
  const register = readRegister(contractFile(root, id))
  if (!register) throw new TypeError(`There is no register of facts for "${id}"`)
  const { info } = contract.document as { readonly info: { readonly summary?: string; readonly description?: string } }
  const flows = readIfThere(join(root, 'openapi', id, 'flows.arazzo.yaml'))
  return {
    id,
    name: nameOf(contract.title),
    summary: info.summary ?? '',
    description: info.description ?? '',
    contract,
    register,
    suite: await loadSuite(id),
    flows: flows === undefined ? [] : readFlows(parse(flows), contract),
    changelog: readChangelog(root, id),
  }
}

/** A title says whose it is and what about; what is left names the API. */
function nameOf(title: string): string {
  const name = title.replace(/^Latchkey |( API| by \w+)?, authentication$/g, '')
  return `${name[0]?.toUpperCase()}${name.slice(1)}`
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

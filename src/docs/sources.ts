import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Register, readRegister } from '../../openapi/rules/register.ts'
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

/** The APIs that have a contract in this folder; the control API goes last. */
export function contractIds(root: string): string[] {
  const folders = readdirSync(join(root, 'openapi'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const ids = folders.map(({ name }) => name).filter((name) => readIfThere(contractFile(root, name)) !== undefined)
  return ids.sort(
    (one, other) => Number(hasFlows(root, other)) - Number(hasFlows(root, one)) || one.localeCompare(other),
  )
}

export function contractFile(root: string, id: string): string {
  return join(root, 'openapi', id, 'openapi.yaml')
}

/** Reads everything about an API; throws if a part is missing or speaks of an operation that does not exist. */
export async function readApi(root: string, id: string): Promise<ApiSource> {
  const contract = readContract(JSON.parse(readFileSync(join(root, 'generated', id, 'contract.json'), 'utf8')))
  const register = readRegister(contractFile(root, id))
  if (!register) throw new TypeError(`There is no register of facts for "${id}"`)
  const { info } = contract.document as { readonly info: { readonly summary?: string; readonly description?: string } }
  const flows = readIfThere(flowsFile(root, id))
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

function hasFlows(root: string, id: string): boolean {
  return readIfThere(flowsFile(root, id)) !== undefined
}

function flowsFile(root: string, id: string): string {
  return join(root, 'openapi', id, 'flows.arazzo.yaml')
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

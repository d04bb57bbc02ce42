import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readRegister } from '../../openapi/rules/register.ts'
import { contractFile } from '../catalogue/contracts.ts'
import type { Contract } from '../contract/contract.ts'
import { readChangelog } from './changes/changelog.ts'
import { readFlows } from './flows/flow.ts'
import type { ApiSource } from './sources.ts'

type Registers = Pick<ApiSource, 'register' | 'flows' | 'changelog'>

/** The files next to the contract of a project, `openapi/ID/openapi.yaml`: facts, flows and a changelog, each optional. */
export function readRegisters(root: string, id: string, contract: Contract): Registers {
  const register = readRegister(contractFile(root, id))
  const flows = join(root, 'openapi', id, 'flows.arazzo.yaml')
  return {
    ...(register && { register }),
    flows: existsSync(flows) ? readFlows(parse(readFileSync(flows, 'utf8')), contract) : [],
    changelog: readChangelog(root, id),
  }
}

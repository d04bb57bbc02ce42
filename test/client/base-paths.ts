import { readFileSync } from 'node:fs'
import { readContract } from '../../src/contract/contract.ts'

/** The path of the vendor's server. */
export function basePathOf(api: string): string {
  return readContract(JSON.parse(readFileSync(`generated/${api}/contract.json`, 'utf8'))).basePath
}

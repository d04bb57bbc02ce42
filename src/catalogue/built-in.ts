import { type Contract, readContract } from '../contract/contract.ts'
import { readShippedFile, shippedFile } from '../installation/installation.ts'
import { contractIds } from './contracts.ts'

/** The ids of the APIs that come with Latchkey, the control API among them. */
export function builtInIds(): string[] {
  return contractIds(shippedFile('.'))
}

/** The contract of one of them, in one document. */
export function builtInContract(id: string): Contract {
  return readContract(JSON.parse(readShippedFile(`generated/${id}/contract.json`)))
}

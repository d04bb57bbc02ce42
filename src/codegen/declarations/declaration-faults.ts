import { readContract } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import { actionFaults } from './action-faults.ts'
import { answerFaults } from './answer-faults.ts'
import { type Declared, readDeclared } from './declared.ts'
import type { DeclarationFault } from './fault.ts'
import { lifecycleFaults } from './lifecycle-faults.ts'
import { placesOf } from './places.ts'
import { rootFaults } from './root-faults.ts'
import { shapeFaults } from './shape.ts'
import { wayFaults } from './way-faults.ts'

const checks: readonly ((declared: Declared) => readonly DeclarationFault[])[] = [
  wayFaults,
  lifecycleFaults,
  actionFaults,
  answerFaults,
  rootFaults,
]

/** What is wrong with the declarations of a contract: their form, else what they refer to that is not there. */
export function declarationFaults(document: ContractDocument): readonly DeclarationFault[] {
  const contract = readContract(document)
  const places = placesOf(contract)
  const misshapen = places.flatMap(shapeFaults)
  if (places.length === 0 || misshapen.length > 0) return misshapen
  const declared = readDeclared(contract, places)
  return checks.flatMap((check) => check(declared))
}

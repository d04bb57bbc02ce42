import { resolve } from 'node:path'
import type { ContractDocument } from '../contract/document.ts'
import { ContractFiles } from './contract-files.ts'
import { InvalidContract } from './invalid-contract.ts'
import { faultLine, pointerOf, unreadable } from './problem.ts'
import { seedFaults } from './seed-faults.ts'

/** Reads a `seed.yaml` and checks it against its contract; throws an {@link InvalidContract} with the place of each fault. */
export async function compileSeed(file: string, document: ContractDocument): Promise<string> {
  const path = resolve(file)
  const read = await new ContractFiles(path, false).resolveDocument(null, path).catch((error: Error) => error)
  if (read instanceof InvalidContract) throw read
  if (read instanceof Error) throw unreadable(file, read)
  const { source, parsed } = read
  const seed = parsed ?? {}
  const faults = seedFaults(document, seed)
  const lines = faults.map(({ path, message }) =>
    faultLine({ source, pointer: pointerOf(path.map(String)), rule: 'seed', message }),
  )
  if (lines.length > 0) throw new InvalidContract(lines)
  return `${JSON.stringify(seed, undefined, 2)}\n`
}

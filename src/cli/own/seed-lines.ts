import { builtInContract } from '../../catalogue/built-in.ts'
import type { SeedSource } from '../../config/config.ts'
import { readContract } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import { readShippedFile } from '../../installation/installation.ts'
import { accountRules } from '../../ways/account-rules.ts'
import type { Seed } from '../../ways/seed.ts'
import { Failure } from '../failure.ts'
import type { OwnSetup } from './setup.ts'

/** What is wrong with the seed of an own API, a line each. */
export async function seedLines(setup: SeededSetup, read: ContractDocument): Promise<string[]> {
  if (!setup.seed) return []
  const { usualSeed } = await import('../../engine/demo-people.ts')
  const document = await servedDocument(setup, read)
  return linesOf(setup.seed, document, usualSeed(accountRules(readContract(document)).roles))
}

type SeededSetup = Pick<OwnSetup, 'auth' | 'require' | 'seed'>

/** With the schemes that the contract itself does not have, such as one that it is to be closed by. */
async function servedDocument({ auth, require }: SeededSetup, read: ContractDocument): Promise<ContractDocument> {
  const { protectOperations } = await import('../../engine/protection.ts')
  try {
    return protectOperations(read, { auth, protect: require }).document
  } catch {
    // That it cannot be protected so is said when it is to be served.
    return read
  }
}

/** Throws a {@link Failure} with a line for each fault of the seeds of built-in APIs. */
export async function checkSeeds(seeds: ReadonlyMap<string, SeedSource>): Promise<void> {
  const lines: string[] = []
  for (const [id, source] of seeds) {
    const usual = JSON.parse(readShippedFile(`generated/${id}/seed.json`)) as Seed
    lines.push(...(await linesOf(source, builtInContract(id).document, usual)))
  }
  if (lines.length > 0) throw new Failure(lines.join('\n'))
}

async function linesOf({ seed, faultLine }: SeedSource, document: ContractDocument, usual: Seed): Promise<string[]> {
  const { seedFaults } = await import('../../codegen/seed-faults.ts')
  return seedFaults(document, seed, usual).map(({ path, message }) => faultLine(path, message))
}

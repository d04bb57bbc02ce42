import { builtInContract } from '../../catalogue/built-in.ts'
import type { SeedSource } from '../../config/config.ts'
import { readContract } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import { readShippedFile } from '../../installation/installation.ts'
import { accountRules } from '../../ways/account-rules.ts'
import type { Seed } from '../../ways/seed.ts'
import { Failure } from '../failure.ts'

/** What is wrong with the seed of an own API, a line each. */
export async function seedLines(source: SeedSource | undefined, document: ContractDocument): Promise<string[]> {
  if (!source) return []
  const { usualSeed } = await import('../../engine/demo-people.ts')
  return linesOf(source, document, usualSeed(accountRules(readContract(document)).roles))
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

import type { ApiConfig } from '../config/config.ts'
import type { ContractDocument } from '../contract/document.ts'
import { unservedLines } from './own/make-api.ts'
import { seedLines } from './own/seed-lines.ts'
import { setupOfEntry } from './own/setup.ts'

/** What the configuration says of an API and its contract does not have: a line each. */
export async function entryFaults(entry: ApiConfig, contract: string, document: ContractDocument): Promise<string[]> {
  const lines = await seedLines(entry, document)
  const { protectOperations } = await import('../engine/protection.ts')
  try {
    protectOperations(document, { auth: entry.auth, protect: entry.require })
    return lines
  } catch (error) {
    return [...unservedLines(setupOfEntry(entry, contract), error as Error), ...lines]
  }
}

import type { ContractDocument } from '../contract/document.ts'
import { bundleContract } from './bundle.ts'
import { compileSeed } from './compile-seed.ts'
import type { GenerateOptions, GenerationTarget } from './derive.ts'
import { unexpected, type Warnings, warningsOf } from './problem.ts'

interface Checked {
  readonly document: ContractDocument
  readonly warnings: Warnings
}

/** Reads a contract and its seed without generating anything; throws an InvalidContract for mistakes. */
export async function checkContract(
  { file, overlays = [], allowRefs, seed }: Omit<GenerationTarget, 'folder'>,
  options: GenerateOptions,
): Promise<Checked> {
  try {
    const reading = { ...options, overlays, ...(allowRefs !== undefined && { allowRefs }) }
    const { document, warnings } = await bundleContract(file, reading)
    if (seed !== undefined) await compileSeed(seed, document)
    return { document, warnings: warningsOf(warnings) }
  } catch (error) {
    return unexpected(file, error as Error)
  }
}

import { bundleContract } from './bundle.ts'
import { compileSeed } from './compile-seed.ts'
import type { GenerateOptions, GenerationTarget } from './derive.ts'
import { unexpected, type Warnings, warningsOf } from './problem.ts'

/** Reads a contract and its seed without generating anything; throws an InvalidContract for mistakes. */
export async function checkContract(
  { file, overlays = [], seed }: Omit<GenerationTarget, 'folder'>,
  options: GenerateOptions,
): Promise<{ readonly title: string; readonly warnings: Warnings }> {
  try {
    const { document, warnings } = await bundleContract(file, { ...options, overlays })
    if (seed !== undefined) await compileSeed(seed, document)
    return { title: document.info.title, warnings: warningsOf(warnings) }
  } catch (error) {
    return unexpected(file, error as Error)
  }
}

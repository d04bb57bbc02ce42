import { relative } from 'node:path'
import { printable } from '../../failure.ts'
import type { Output } from '../../output.ts'
import type { Loaded } from '../load.ts'

/**
 * Writes what `latchkey generate` writes of the contract of a handlers file, so that it type-checks in an editor: in a thread,
 * and only what is another text than on the disk. A line says what was written, or that it cannot be.
 */
export async function writeHandlerTypes({ setup }: Pick<Loaded, 'setup'>, { out, error }: Output): Promise<void> {
  const { file, overlays, allowRefs, handlers, entry } = setup
  if (handlers === undefined || entry === undefined) return
  const folder = entry.generated
  try {
    const [{ deriveDeeply }, { writeFiles }] = await Promise.all([
      import('../../../codegen/deep-thread.ts'),
      import('../../../codegen/generate.ts'),
    ])
    const { files } = await deriveDeeply({ target: { file, folder, overlays }, options: { allowRefs, lenient: true } })
    const written = await writeFiles(new Map(files))
    if (written.length > 0) out(`Types for ${relative('.', handlers)} written to ${relative('.', folder)}\n`)
  } catch (failure) {
    error(`The types for ${relative('.', handlers)} cannot be written: ${printable(failure).split('\n', 1)[0]}\n`)
  }
}

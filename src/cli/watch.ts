import { relative } from 'node:path'
import type { GenerationTarget } from '../codegen/derive.ts'
import { ContractWatch } from './contract-watch.ts'
import type { Output } from './output.ts'

/** What a run read and wrote, by absolute path; addresses are read too, but not watched. */
interface Run {
  readonly read: readonly string[]
  readonly written: readonly string[]
}

/** Generates, and again whenever a file of the contracts changes, until the process ends. */
export async function watchContracts(
  targets: readonly GenerationTarget[],
  generate: () => Promise<Run>,
  { out }: Output,
): Promise<never> {
  const watch = new ContractWatch()
  const own = new Set<string>()
  const names = targets.map(({ file }) => relative('.', file)).join(', ')
  for (;;) {
    const { read, written } = await generate()
    for (const file of written) own.add(file)
    watch.add([...targets.map(({ file }) => file), ...read])
    out(`Watching ${names}; press Ctrl+C to stop\n`)
    await watch.changes((path) => !own.has(path))
  }
}

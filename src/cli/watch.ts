import { type FSWatcher, watch } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import type { GeneratedContract, GenerationTarget } from '../codegen/generate.ts'
import type { Output } from './output.ts'

/** Milliseconds in which editors write the same file more than once. */
const pause = 100

/**
 * Generates, and again whenever a file of the contracts changes, until the process ends. Folders are watched, not files:
 * many editors put a new file in the place of the old one.
 */
export async function watchContracts(
  targets: readonly GenerationTarget[],
  generate: () => Promise<readonly GeneratedContract[]>,
  { out }: Output,
): Promise<never> {
  const watchers = new Map<string, FSWatcher>()
  const written = new Set(targets.map(({ folder }) => folder))
  let wake = () => {}
  const watchFolder = (folder: string) => {
    if (watchers.has(folder) || written.has(folder)) return
    watchers.set(
      folder,
      watch(folder, (_, name) => (name === null || isContract(name)) && wake()),
    )
  }
  const names = targets.map(({ file }) => relative('.', file)).join(', ')
  for (;;) {
    const changed = new Promise<void>((done) => {
      wake = done
    })
    const contracts = await generate()
    const files = [...targets.map(({ file }) => file), ...contracts.flatMap(({ sources }) => sources)]
    for (const file of files.filter(isAbsolute)) watchFolder(dirname(resolve(file)))
    out(`Watching ${names}; press Ctrl+C to stop\n`)
    await changed
    await new Promise((done) => setTimeout(done, pause))
  }
}

function isContract(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name)
}

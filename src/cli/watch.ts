import { watch } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import type { GenerationTarget } from '../codegen/derive.ts'
import { Failure } from './failure.ts'
import type { Output } from './output.ts'

/** Milliseconds in which editors write the same file more than once. */
const pause = 100

/** What a run read and wrote, by absolute path; addresses are read too, but not watched. */
interface Run {
  readonly read: readonly string[]
  readonly written: readonly string[]
}

/**
 * Generates, and again whenever a file of the contracts changes, until the process ends. Folders are watched, not files:
 * many editors put a new file in the place of the old one.
 */
export async function watchContracts(
  targets: readonly GenerationTarget[],
  generate: () => Promise<Run>,
  { out }: Output,
): Promise<never> {
  const watched = new Set<string>()
  const own = new Set<string>()
  let wake = () => {}
  const watchFolder = (folder: string) => {
    if (watched.has(folder)) return
    watched.add(folder)
    const look = (name: string | null) => (name === null || isContract(name)) && !own.has(join(folder, name ?? ''))
    watchIn(folder, (name) => look(name) && wake())
  }
  const names = targets.map(({ file }) => relative('.', file)).join(', ')
  for (;;) {
    const changed = new Promise<void>((done) => {
      wake = done
    })
    const { read, written } = await generate()
    for (const file of written) own.add(file)
    for (const file of [...targets.map(({ file }) => file), ...read].filter(isAbsolute)) watchFolder(dirname(file))
    out(`Watching ${names}; press Ctrl+C to stop\n`)
    await changed
    await new Promise((done) => setTimeout(done, pause))
  }
}

function watchIn(folder: string, changed: (name: string | null) => void): void {
  const cannot = ({ message }: Error): never => {
    throw new Failure(`The folder ${relative('.', folder) || '.'} cannot be watched: ${message}`)
  }
  try {
    watch(folder, (_, name) => changed(name)).on('error', cannot)
  } catch (error) {
    cannot(error as Error)
  }
}

function isContract(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name)
}

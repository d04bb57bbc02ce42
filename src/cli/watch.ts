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
  const end = Promise.withResolvers<never>()
  // A folder can go while a contract is being read, when nothing waits for it.
  end.promise.catch(() => {})
  let wake = () => {}
  const watchFolder = (folder: string) => {
    if (watched.has(folder)) return
    watched.add(folder)
    const look = (name: string | null) => (name === null || isContract(name)) && !own.has(join(folder, name ?? ''))
    try {
      watch(folder, (_, name) => look(name) && wake()).on('error', (error) => end.reject(unwatched(folder, error)))
    } catch (error) {
      throw unwatched(folder, error as Error)
    }
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
    await Promise.race([changed, end.promise])
    await new Promise((done) => setTimeout(done, pause))
  }
}

function unwatched(folder: string, { message }: Error): Failure {
  return new Failure(`The folder ${relative('.', folder) || '.'} cannot be watched: ${message}`)
}

function isContract(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name)
}

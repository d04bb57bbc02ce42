import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { deriveDeeply } from './deep-thread.ts'
import { derive, type GeneratedContract, type GenerateOptions, type GenerationTarget } from './derive.ts'
import { unexpected } from './problem.ts'

/** Files by their path, absolute or relative to the working directory. */
export type GeneratedFiles = ReadonlyMap<string, string>

export interface Generated {
  readonly files: GeneratedFiles
  readonly contracts: readonly GeneratedContract[]
}

/**
 * All derived files of the targets, nothing written; throws InvalidContract before there is anything to write. Known limits:
 * - what JSON Schema resolves by `$id` or `$dynamicRef` is not followed;
 * - a schema that is nothing but itself, without a list or an object in between, has no type;
 * - members too many in a reply compile unless the handler names its reply type: the reply check has to find them.
 */
export async function generate(
  targets: readonly GenerationTarget[],
  options: GenerateOptions = {},
): Promise<Generated> {
  const files = new Map<string, string>()
  const contracts: GeneratedContract[] = []
  for (const target of targets) {
    const derived = await derive(target, options)
      .catch((error: Error) => (isTooDeep(error) ? deriveDeeply({ target, options }) : Promise.reject(error)))
      .catch((error: Error) => unexpected(target.file, error))
    for (const [path, content] of derived.files) files.set(path, content)
    contracts.push(derived.contract)
  }
  return { files, contracts }
}

function isTooDeep(error: Error): boolean {
  return error instanceof RangeError && error.message.includes('call stack')
}

/** The paths whose content on disk is not what would be generated. */
export async function staleFiles(files: GeneratedFiles): Promise<string[]> {
  const states = await Promise.all(
    [...files].map(async ([path, content]) => ({ path, stale: (await current(path)) !== content })),
  )
  return states.filter(({ stale }) => stale).map(({ path }) => path)
}

async function current(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

/** Writes what changed, each file whole or not at all. */
export async function writeFiles(files: GeneratedFiles): Promise<string[]> {
  const stale = await staleFiles(files)
  for (const path of stale) await replace(path, files.get(path) ?? '')
  return stale
}

async function replace(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(draft, content)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

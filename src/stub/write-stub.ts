import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StubFile } from './plan.ts'

/** Why nothing was written; the message says what to do. */
export class StubRefused extends Error {
  override readonly name = 'StubRefused'
}

/** Refuses a folder that has something in it, or is none. */
export async function checkFolder(folder: string): Promise<void> {
  const entries = await entriesOf(folder)
  if (entries !== undefined && entries.length > 0)
    throw new StubRefused(
      `The folder "${folder}" is not empty (it has "${entries[0]}"): name a new one, or empty it first`,
    )
}

/**
 * Writes a project into a folder that is not there or empty, and never over a file. If that fails half-way, what was
 * written is taken away again.
 */
export async function writeStub(folder: string, files: readonly StubFile[]): Promise<void> {
  await checkFolder(folder)
  const made: string[] = []
  try {
    made.push(...(await madeFolder(folder)))
    for (const { path, text } of files) {
      made.push(...(await madeFolder(dirname(join(folder, path)))))
      await writeFile(join(folder, path), text, { flag: 'wx' })
      made.push(join(folder, path))
    }
  } catch (error) {
    for (const path of made.toReversed()) await rm(path, { recursive: true, force: true })
    throw new StubRefused(`"${folder}" cannot be written: ${(error as Error).message}`, { cause: error })
  }
}

async function madeFolder(folder: string): Promise<string[]> {
  const first = await mkdir(folder, { recursive: true })
  return first === undefined ? [] : [first]
}

/** Undefined if there is no such folder. */
async function entriesOf(folder: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(folder)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    const why = code === 'ENOTDIR' ? 'is not a folder' : `cannot be read (${message})`
    throw new StubRefused(`"${folder}" ${why}: name a folder that is new or empty`, { cause: error })
  }
}

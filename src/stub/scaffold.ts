import { basename } from 'node:path'
import { idOf } from '../catalogue/id.ts'
import type { StubPlan } from './plan.ts'
import { stubFiles } from './project-files.ts'
import { stubVersions } from './versions.ts'
import { writeStub } from './write-stub.ts'

/** Which project goes where. */
interface Wanted extends Omit<StubPlan, 'name' | 'versions'> {
  /** An absolute path. */
  readonly folder: string
  /** What it installs Latchkey from, as a package.json says it. */
  readonly latchkey: string
}

/**
 * Writes a project that serves an API, and gives the paths of its files.
 *
 * @throws StubRefused with the remedy, if the folder cannot be taken.
 */
export async function scaffold({ folder, latchkey, ...plan }: Wanted): Promise<readonly string[]> {
  const name = packageName(basename(folder)) || idOf(plan.contract.title)
  const files = stubFiles({ ...plan, name, versions: stubVersions(latchkey) })
  await writeStub(folder, files)
  return files.map(({ path }) => path)
}

/** What of a folder's name may be the name of a package; it must not be that of one it depends on. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
  return ['latchkey', 'express'].includes(name) ? `${name}-server` : name
}

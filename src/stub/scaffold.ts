import { basename } from 'node:path'
import { builtInContract } from '../catalogue/built-in.ts'
import { servableIds } from './api-ids.ts'
import type { Verified } from './plan.ts'
import { stubFiles } from './project-files.ts'
import { stubVersions } from './versions.ts'
import { StubRefused, writeStub } from './write-stub.ts'

/** Which project goes where. */
interface Wanted {
  readonly api: string
  /** An absolute path. */
  readonly folder: string
  /** What it installs Latchkey from, as a package.json says it. */
  readonly latchkey: string
  readonly verifiedBy: (api: string) => Promise<Verified>
}

/**
 * Writes a project that serves an API, and gives the paths of its files.
 *
 * @throws StubRefused with the remedy, if there is no such API or the folder cannot be taken.
 */
export async function scaffold({ api, folder, latchkey, verifiedBy }: Wanted): Promise<readonly string[]> {
  const known = servableIds()
  if (!known.includes(api)) throw new StubRefused(`There is no API "${api}" to serve; there are ${known.join(', ')}`)
  const files = stubFiles({
    api,
    contract: builtInContract(api),
    name: packageName(basename(folder)) || api,
    versions: stubVersions(latchkey),
    verified: await verifiedBy(api),
  })
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

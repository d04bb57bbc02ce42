import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAssets } from '../../build/docs-assets.ts'
import { builtInSite } from '../../src/docs/built-in-site.ts'
import { buildSite } from '../../src/docs/site.ts'
import { writeSite } from '../../src/docs/write-site.ts'

/** A site as it is built, in memory and in a folder of its own. */
export interface BuiltSite {
  readonly files: ReadonlyMap<string, string>
  readonly folder: string
  remove(): void
}

/** Latchkey's own documentation, as its sources are now. */
export async function builtInFiles(): Promise<ReadonlyMap<string, string>> {
  const [parts, assets] = await Promise.all([builtInSite(), buildAssets()])
  return buildSite({ ...parts, assets })
}

/** Files on the disk, by default those of {@link builtInFiles}. */
export async function buildTestSite(files = builtInFiles()): Promise<BuiltSite> {
  const home = mkdtempSync(join(tmpdir(), 'latchkey-docs-'))
  const folder = join(home, 'docs')
  writeSite(folder, await files)
  return { files: await files, folder, remove: () => rmSync(home, { recursive: true, force: true }) }
}

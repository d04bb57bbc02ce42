import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSite } from '../../src/docs/site.ts'
import { writeSite } from '../../src/docs/write-site.ts'

/** The site as it is built, in memory and in a folder of its own. */
export interface BuiltSite {
  readonly files: ReadonlyMap<string, string>
  readonly folder: string
  remove(): void
}

export async function buildTestSite(): Promise<BuiltSite> {
  const files = await buildSite('.')
  const home = mkdtempSync(join(tmpdir(), 'latchkey-docs-'))
  const folder = join(home, 'docs')
  writeSite(folder, files)
  return { files, folder, remove: () => rmSync(home, { recursive: true, force: true }) }
}

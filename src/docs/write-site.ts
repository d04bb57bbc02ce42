import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Puts the files of a site in place of those that were there, all of them at once. */
export function writeSite(folder: string, files: ReadonlyMap<string, string>): void {
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  for (const [path, text] of files) {
    const file = join(fresh, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
}

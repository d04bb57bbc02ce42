import { existsSync } from 'node:fs'
import { packageFile, readPackageFile } from './package-files.ts'

/** Which Latchkey this is; its package.json stands at the root of the repository, and one above what was compiled. */
export function version(): string {
  const file = ['package.json', '../package.json'].find((path) => existsSync(packageFile(path)))
  const { version: number = '0.0.0' } = JSON.parse(file === undefined ? '{}' : readPackageFile(file)) as {
    version?: string
  }
  return number
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Two folders up is the repository, and in the package the folder that holds the same things compiled. */
const root = new URL('../../', import.meta.url)

/** The path of a file that comes with Latchkey, wherever it is installed. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(path, root))
}

export function readPackageFile(path: string): string {
  return readFileSync(packageFile(path), 'utf8')
}

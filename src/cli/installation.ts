import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Sources stand in `src`, a build of them in `dist/src`, one folder deeper. */
const root = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url)

/** The folder of something built, by its name in `dist`, wherever this runs from. */
export function builtFolder(name: string): string {
  return fileURLToPath(new URL(`dist/${name}`, root))
}

/** What `package.json` says of itself. */
export interface Manifest {
  readonly version: string
  readonly engines: { readonly node: string }
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Manifest
}

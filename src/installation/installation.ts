import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder that holds `src`, `generated` and `openapi`: the repository, or `dist` of the package. */
const tree = new URL('../../', import.meta.url)

/** Where `package.json` is: sources stand in `src`, what is built of them in `dist/src`. */
const root = import.meta.url.endsWith('.ts') ? tree : new URL('../', tree)

/** The folder of the package, which `npm pack` makes a tarball of. */
export const packageFolder = fileURLToPath(root)

/** The path of something that comes with Latchkey beside its code, such as a file of `openapi`. */
export function shippedFile(path: string): string {
  return fileURLToPath(new URL(path, tree))
}

export function readShippedFile(path: string): string {
  return readFileSync(shippedFile(path), 'utf8')
}

/** The folder of something built, by its name in `dist`, wherever this runs from. */
export function builtFolder(name: string): string {
  return fileURLToPath(new URL(`dist/${name}`, root))
}

/** What `package.json` says of itself. */
interface Manifest {
  readonly version: string
  readonly engines: { readonly node: string }
  readonly dependencies: Readonly<Record<string, string>>
  /** Versions of what it does not depend on; in the package, of what stubs are given alone. */
  readonly developedWith: Readonly<Record<string, string>>
}

export function readManifest(): Manifest {
  const { devDependencies = {}, ...manifest } = JSON.parse(
    readFileSync(new URL('package.json', root), 'utf8'),
  ) as Manifest & { readonly devDependencies?: Manifest['developedWith'] }
  return { ...manifest, developedWith: manifest.developedWith ?? devDependencies }
}

import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import type { StubVersions } from './plan.ts'

interface Package {
  readonly version: string
  readonly engines: { readonly node: string }
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** The versions of this release and of what it was tested with, from its own package.json; `latchkey` is another source of it. */
export async function stubVersions(latchkey?: string): Promise<StubVersions> {
  const file = findPackageJSON('..', import.meta.url)
  if (file === undefined) throw new TypeError('Latchkey does not find its own package.json')
  const { version, engines, dependencies, devDependencies } = JSON.parse(await readFile(file, 'utf8')) as Package
  const all: Readonly<Record<string, string>> = { ...devDependencies, ...dependencies }
  const pick = (...names: string[]) => Object.fromEntries(names.map((name) => [name, all[name] ?? '*']))
  return {
    node: engines.node,
    dependencies: { ...pick('express'), latchkey: latchkey ?? version },
    devDependencies: pick('@types/express', '@types/node', 'typescript'),
  }
}

import { type Manifest, readManifest } from '../installation/installation.ts'
import type { StubVersions } from './plan.ts'

/** The versions of this release and of what it was tested with, from its own package.json; `latchkey` is another source of it. */
export function stubVersions(latchkey?: string): StubVersions {
  const { version, engines, dependencies, devDependencies }: Manifest = readManifest()
  const all: Readonly<Record<string, string>> = { ...devDependencies, ...dependencies }
  const pick = (...names: string[]) => Object.fromEntries(names.map((name) => [name, all[name] ?? '*']))
  return {
    node: engines.node,
    dependencies: { ...pick('express'), latchkey: latchkey ?? version },
    devDependencies: pick('@types/express', '@types/node', 'typescript'),
  }
}

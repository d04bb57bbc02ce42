import { readManifest } from '../installation/installation.ts'
import type { StubVersions } from './plan.ts'

/**
 * The packages of a stub that Latchkey is developed with and does not depend on. `node` is one, so that a stub's scripts
 * run with a Node that takes TypeScript as it is, whichever runs npm.
 */
export const developedWith: readonly string[] = ['@types/express', '@types/node', 'node']

/** The versions of what this release was tested with, from its own package.json; `latchkey` is where the release is got from. */
export function stubVersions(latchkey: string): StubVersions {
  const manifest = readManifest()
  const all: Readonly<Record<string, string>> = { ...manifest.developedWith, ...manifest.dependencies }
  const pick = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, all[name] ?? '*']))
  return {
    node: manifest.engines.node,
    dependencies: { ...pick('express'), latchkey },
    devDependencies: pick(...developedWith, 'typescript'),
  }
}

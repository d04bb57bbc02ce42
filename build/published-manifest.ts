import { developedWith } from '../src/stub/versions.ts'

/** What of `package.json` is another thing in the package. */
export interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly scripts: object
  readonly allowScripts: object
  readonly overrides: object
  readonly devDependencies: Readonly<Record<string, string>>
}

/**
 * The manifest without what is the repository's alone. npm would warn whoever installs the package of its scripts, which
 * build what is in it already; of what it was developed with it keeps the versions that stubs are given.
 */
export function publishedManifest({
  exports,
  scripts,
  allowScripts,
  overrides,
  devDependencies,
  ...others
}: Manifest): object {
  const ofStubs = Object.entries(devDependencies).filter(([name]) => developedWith.includes(name))
  return { ...others, exports: withoutSources(exports), developedWith: Object.fromEntries(ofStubs) }
}

/**
 * What is published names no sources: they are not in the package, and a project that has a condition `source` of its own
 * would be led to files that are not there.
 */
function withoutSources(exports: Manifest['exports']): Manifest['exports'] {
  const built = Object.entries(exports).map(([name, target]) => {
    if (typeof target === 'string') return [name, target] as const
    const { source: _, ...conditions } = target
    return [name, conditions] as const
  })
  return Object.fromEntries(built)
}

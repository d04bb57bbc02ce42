import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** Rooms whose work is done in the repository. */
const ofTheRepository = /\/dist\/src\/docs\//

interface MissingPackages {
  readonly undeclared: readonly string[]
  readonly unused: readonly string[]
  /** Not installed with the package, and not needed by what is for its users. */
  readonly ofTheRepository: readonly string[]
}

/** Holds what the modules of an installed package import against what it depends on. */
export function missingPackages(folder: string): MissingPackages {
  const { name, dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string
    dependencies: Readonly<Record<string, string>>
  }
  const imports = modulesIn(join(folder, 'dist')).flatMap((file) => packagesOf(file).map((to) => ({ file, to })))
  const missing = imports.filter(({ to }) => to !== name && !(to in dependencies))
  const within = (one: boolean) => [
    ...new Set(missing.filter(({ file }) => ofTheRepository.test(file) === one).map(({ to }) => to)),
  ]
  const used = new Set(imports.map(({ to }) => to))
  return {
    undeclared: within(false).sort(),
    unused: Object.keys(dependencies).filter((dependency) => !used.has(dependency)),
    ofTheRepository: within(true).sort(),
  }
}

function modulesIn(dist: string): string[] {
  return ['src', 'generated', 'openapi'].flatMap((part) =>
    readdirSync(join(dist, part), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.js'))
      .map((path) => join(dist, part, path)),
  )
}

function packagesOf(file: string): string[] {
  const names = ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName)
  const outer = names.filter((name) => !/^(?:\.|node:)/.test(name))
  return outer.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
}

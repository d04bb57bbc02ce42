import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

/** What this makes; the pages in `dist` have builds of their own. */
const parts = ['src', 'generated', 'openapi', 'schemas']

/** What is shipped of each API in addition to the code that is made of its contract. */
const shipped = /\/(openapi\/.+\/(openapi|facts|flows\.arazzo|changelog)\.yaml|generated\/.+\/seed\.json)$/

/** Builds what the package holds: modules and their types from `src` and `generated`, and the contracts. */
function buildPackage(): number {
  for (const part of parts) rmSync(join(dist, part), { recursive: true, force: true })
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'build')], { stdio: 'inherit' })
  for (const file of filesIn(dist).filter((name) => name.endsWith('.d.ts'))) nameModules(file)
  const sources = ['openapi', 'generated'].flatMap((part) => filesIn(join(root, part)))
  for (const file of sources.filter((name) => shipped.test(name))) cpSync(file, join(dist, file.slice(root.length)))
  return status ?? 1
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

/** TypeScript names modules as they run in what runs, and leaves the names of sources in the types. */
function nameModules(file: string): void {
  const text = readFileSync(file, 'utf8')
  const named = text.replaceAll(/((?:from|import) |import\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g, '$1$2$3.js$2')
  if (named !== text) writeFileSync(file, named)
}

process.exitCode = buildPackage()

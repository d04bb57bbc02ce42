import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** What the compiler says about one file: `12: Type 'X' is not assignable …`. */
export type Complaints = ReadonlyMap<string, readonly string[]>

const compiler = resolve('node_modules', 'typescript7', 'bin', 'tsc')

/**
 * Type-checks files by their path in this package, as if they lay there, under its own `tsconfig.json`. Every given file
 * has an entry in the answer; an empty one compiles. `others` are options in place of this package's.
 */
export function typeCheck(
  files: ReadonlyMap<string, string>,
  others: Readonly<Record<string, boolean>> = {},
): Complaints {
  // Inside the package, where `latchkey/…` is known, and where nothing else looks for sources.
  mkdirSync('.latchkey', { recursive: true })
  const folder = mkdtempSync(join('.latchkey', 'type-check-'))
  try {
    const texts = [...files].map(([path, text]) => [relative('.', path), text] as const)
    for (const [path, text] of texts) write(join(folder, path), text)
    const sources = texts.map(([path]) => path).filter((path) => path.endsWith('.ts'))
    const settings = { extends: resolve('tsconfig.json'), compilerOptions: others, include: [], files: sources }
    write(join(folder, 'tsconfig.json'), JSON.stringify(settings))
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' })
    const said = complaintsIn(stdout, folder)
    return new Map([...files.keys()].map((path) => [path, said.get(relative('.', path)) ?? []]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** By file. What they import is correct as it stands, so a complaint about anything else is a fault of the test. */
function complaintsIn(output: string, folder: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const complaint of output.split(/\n(?=\S)/).filter((text) => text !== '')) {
    const [, path = '', line, message = ''] = /^(.*?)\((\d+),\d+\): error TS\d+: (.*)$/s.exec(complaint) ?? []
    if (!path.startsWith(`${folder}/`)) throw new Error(complaint)
    const name = path.slice(folder.length + 1)
    found.set(name, [...(found.get(name) ?? []), `${line}: ${message.replaceAll(/\s*\n\s*/g, ' ').trim()}`])
  }
  return found
}

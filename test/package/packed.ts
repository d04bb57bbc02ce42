import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The package as `npm pack` makes it, and a project that has installed it and nothing else. */
export interface Packed {
  readonly tarball: string
  /** The paths in it. */
  readonly files: readonly string[]
  /** In bytes. */
  readonly size: number
  readonly project: string
  remove(): void
}

/** What a clone of the repository does not have. */
const made: ReadonlySet<string> = new Set(['node_modules', 'dist', 'dist-client', '.git', '.latchkey'])

/** Packs a copy, since packing changes `package.json` for a moment, and other tests read it. */
export function packAndInstall(): Promise<Packed> {
  return installed((copy, home) => run('npm', ['pack', '--json', '--pack-destination', home], { cwd: copy, ...room }))
}

/** The same of `latchkey-client`. */
export function packClientAndInstall(): Promise<Packed> {
  return installed(async (copy, home) => {
    await run('npm', ['run', '--silent', 'build:client'], { cwd: copy, ...room })
    return run('npm', ['pack', '--json', '--pack-destination', home, './dist-client'], { cwd: copy, ...room })
  })
}

async function installed(pack: (copy: string, home: string) => Promise<{ readonly stdout: string }>): Promise<Packed> {
  const home = mkdtempSync(join(tmpdir(), 'latchkey-package-'))
  const [copy, project] = [join(home, 'copy'), join(home, 'project')]
  for (const folder of [copy, project]) mkdirSync(folder)
  for (const name of readdirSync('.').filter((each) => !made.has(each)))
    cpSync(name, join(copy, name), { recursive: true })
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  const { stdout } = await pack(copy, home)
  const [{ filename, size, files }] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [Summary]
  const tarball = join(home, filename)
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], { cwd: project, ...room })
  const remove = () => rmSync(home, { recursive: true, force: true })
  return { tarball, files: files.map(({ path }) => path), size, project, remove }
}

const room = { maxBuffer: 64e6 }

interface Summary {
  readonly filename: string
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { printable } from '../../src/cli/failure.ts'
import { generateCommand } from '../../src/cli/generate.ts'
import { lintCommand } from '../../src/cli/lint.ts'

/** What a run of the command left behind. */
interface Outcome {
  readonly code: number
  readonly out: string
  readonly error: string
}

const main = resolve('src', 'cli', 'main.ts')

/** Loading the modules is most of what a run does; what was compiled once need not be again. */
const env = { ...process.env, NODE_COMPILE_CACHE: resolve('node_modules', '.cache', 'latchkey-generate') }

/** Runs `latchkey generate` in a folder, in this process; no two at once, since a process is in one folder. */
export function generateIn(folder: string, ...args: readonly string[]): Promise<Outcome> {
  return runIn(folder, generateCommand, args)
}

/** The same of `latchkey lint`. */
export function lintIn(folder: string, ...args: readonly string[]): Promise<Outcome> {
  return runIn(folder, lintCommand, args)
}

async function runIn(folder: string, command: typeof lintCommand, args: readonly string[]): Promise<Outcome> {
  const before = process.cwd()
  const out: string[] = []
  const errors: string[] = []
  const output = { out: (text: string) => void out.push(text), error: (text: string) => void errors.push(text) }
  process.chdir(folder)
  try {
    await command(output).parseAsync(args, { from: 'user' })
    return { code: 0, out: out.join(''), error: errors.join('') }
  } catch (error) {
    return { code: 1, out: out.join(''), error: `${errors.join('')}${printable(error)}\n` }
  } finally {
    process.chdir(before)
  }
}

/** The same as a process of its own: what a command line sees of it. */
export function spawnGenerate(folder: string, ...args: readonly string[]): Promise<Outcome> {
  const line = ['--conditions=source', main, 'generate', ...args]
  return new Promise((done) => {
    execFile(process.execPath, line, { cwd: folder, env }, (error, out, text) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, error: text }),
    )
  })
}

/** Runs `latchkey generate --watch` in a folder until it is disposed of. */
export function watchGenerate(folder: string, ...args: readonly string[]) {
  const line = ['--conditions=source', main, 'generate', '--watch', ...args]
  const child = spawn(process.execPath, line, { cwd: folder, env })
  const both = new PassThrough()
  child.stdout.pipe(both)
  child.stderr.pipe(both)
  const lines = createInterface(both)[Symbol.asyncIterator]()
  return {
    /** Waits for a line that begins so. */
    async says(beginning: string): Promise<void> {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`The command ended before it said "${beginning}"`)
        if (value.startsWith(beginning)) return
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill()
      await once(child, 'exit')
    },
  }
}

/** Files by their path within a folder. */
export type Files = Readonly<Record<string, string>>

/** Gives a folder with these files to `use`, and takes it away again. */
export async function withFolder<Result>(files: Files, use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

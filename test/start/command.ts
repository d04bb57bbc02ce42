import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { printable } from '../../src/cli/failure.ts'
import { startCommand } from '../../src/cli/start.ts'

/** Files by path, in a folder. */
export type Files = Readonly<Record<string, string>>

/** What the command printed, and how it would have ended. */
interface Outcome {
  readonly code: number
  readonly out: string
  readonly error: string
}

/** Works in a new folder with these files, which is the working directory meanwhile. */
export async function inFolder<Result>(files: Files, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  const before = process.cwd()
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    process.chdir(folder)
    return await work(folder)
  } finally {
    process.chdir(before)
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs `latchkey start --check` in this process and folder. */
export function check(...words: readonly string[]): Promise<Outcome> {
  return checkWith({}, ...words)
}

/** The same with an environment. */
export async function checkWith(environment: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<Outcome> {
  const [out, errors]: [string[], string[]] = [[], []]
  const output = { out: (text: string) => void out.push(text), error: (text: string) => void errors.push(text) }
  const command = startCommand(environment, output).exitOverride().configureOutput({ writeErr: output.error })
  try {
    await command.parseAsync(['--check', '--data', ':memory:', ...words], { from: 'user' })
    return { code: 0, out: out.join(''), error: errors.join('') }
  } catch (error) {
    const isSaid = (error as Error).name === 'CommanderError'
    return { code: 1, out: out.join(''), error: errors.join('') + (isSaid ? '' : `${printable(error)}\n`) }
  }
}

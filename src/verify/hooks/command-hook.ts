import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { readHookAnswer } from './hook-answer.ts'
import { HookFailed } from './hook-failed.ts'
import type { HookSource } from './hook-source.ts'
import type { Ask, HookName } from './hook-table.ts'

/** As much of what a command complains is shown. */
const longest = 2_000

/** Where commands run. */
export interface CommandPlace {
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal | undefined
}

/** Runs the program without a shell: the input as JSON on its stdin, the answer as JSON on its stdout, 0 for success. */
export function commandHook(
  name: HookName,
  source: Extract<HookSource, { command: unknown }>,
  place: CommandPlace,
): Ask {
  return async (input, output) => {
    const { code, printed, complained } = await run(name, source, JSON.stringify(input), place)
    if (code === 0) return readHookAnswer(name, printed, output)
    const said = complained.trim().slice(0, longest)
    throw new HookFailed(`The hook ${name} ended with ${code ?? 'a signal'}${said === '' ? '' : `: ${said}`}`)
  }
}

interface Ended {
  readonly code: number | null
  readonly printed: string
  readonly complained: string
}

async function run(
  name: HookName,
  { command, timeout }: Extract<HookSource, { command: unknown }>,
  input: string,
  { folder, environment, signal }: CommandPlace,
): Promise<Ended> {
  const [program = '', ...words] = command
  const limit = AbortSignal.timeout(timeout * 1_000)
  const child = spawn(/^\.\.?[/\\]/.test(program) ? resolve(folder, program) : program, words, {
    cwd: folder,
    env: { ...environment, LATCHKEY_HOOK: name },
    signal: signal ? AbortSignal.any([limit, signal]) : limit,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A program need not read what it has no use for.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolveWith, reject) => {
    child.on('error', reject).on('close', resolveWith)
  })
  try {
    const [code, printed, complained] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
    return { code, printed, complained }
  } catch (error) {
    const why = limit.aborted
      ? `did not end within ${timeout} s`
      : `cannot be run: ${(error as NodeJS.ErrnoException).code}`
    throw new HookFailed(`The hook ${name} (${program}) ${why}`, { cause: error })
  }
}

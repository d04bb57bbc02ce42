import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string>>

/** How a process ended, and all it said. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** `latchkey start` in a process of its own, ready. */
export interface Started {
  readonly process: ChildProcess
  readonly port: number
  readonly mockPort: number
  /** Milliseconds from the command to being ready. */
  readonly took: number
  readonly ended: Promise<Ended>
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

const folders: string[] = []
const children: ChildProcess[] = []

/** A new folder, until {@link clearUp}. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  folders.push(folder)
  return folder
}

/** Ends every process that a failed test left behind, and removes every folder. */
export function clearUp(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** Runs the command line as a user would, with nothing in the environment but what is given. */
function command(
  parameters: readonly string[],
  environment: Environment,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--conditions=source', 'src/cli/main.ts', ...parameters], {
    env: { PATH: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const texts = [child.stdout, child.stderr].map(async (stream) => {
    const chunks: Buffer[] = (await stream?.toArray()) ?? []
    return Buffer.concat(chunks).toString('utf8')
  })
  const ended = Promise.all([once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>, ...texts])
  return {
    child,
    ended: ended.then(([[code, signal], stdout, stderr]) => ({
      code,
      signal,
      stdout: String(stdout),
      stderr: String(stderr),
    })),
  }
}

/** Runs a command to its end. */
export function run(parameters: readonly string[], environment: Environment = {}): Promise<Ended> {
  return command(parameters, environment).ended
}

/** Starts on free ports and resolves when it is ready; rejects with what it said if it ends instead. */
export async function start(parameters: readonly string[], environment: Environment = {}): Promise<Started> {
  const begun = performance.now()
  const { child, ended } = command(['start', '--port', '0', '--mock-port', '0', ...parameters], environment)
  const said = await Promise.race([readiness(child), ended])
  if (typeof said !== 'string') throw new Error(`It ended with ${said.code} and said: ${said.stderr}`)
  const [port = 0, mockPort = 0] = [...said.matchAll(/http:\/\/localhost:(\d+)/g)].map(([, digits]) => Number(digits))
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  return { process: child, port, mockPort, took: performance.now() - begun, ended, stop }
}

/** What it prints when it is ready. */
function readiness({ stdout }: ChildProcess): Promise<string> {
  let text = ''
  return new Promise((resolve) => {
    stdout?.on('data', (chunk: Buffer) => {
      text += chunk
      if (text.includes('Ctrl+C')) resolve(text)
    })
  })
}

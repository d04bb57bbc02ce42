import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string>>

/** How a process ended, and all it said. */
interface Ended {
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

interface Surroundings {
  /** A file that the log goes to, instead of being read here. */
  readonly stderr?: number
  /** What runs the command line, in front of it; itself unless said. */
  readonly through?: readonly string[]
  /** What is run; the command line unless said. */
  readonly program?: string
}

/** Runs the command line as a user would, with nothing in the environment but what is given. */
function command(
  parameters: readonly string[],
  environment: Environment,
  { stderr, through = [], program = 'src/cli/main.ts' }: Surroundings = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const line = [...through, process.execPath, '--conditions=source', program, ...parameters]
  const child = spawn(line[0] ?? '', line.slice(1), {
    env: { PATH: '', ...environment },
    stdio: ['ignore', 'pipe', stderr ?? 'pipe'],
  })
  children.push(child)
  const texts = [child.stdout, child.stderr].map(async (stream) => {
    // A test that closes a stream has no use for what was in it.
    const chunks: Buffer[] = (await stream?.toArray().catch(() => [])) ?? []
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
export function run(
  parameters: readonly string[],
  environment: Environment = {},
  surroundings: Surroundings = {},
): Promise<Ended> {
  return command(parameters, environment, surroundings).ended
}

/** Starts on free ports and resolves when it is ready; rejects with what it said if it ends instead. */
export async function start(
  parameters: readonly string[],
  environment: Environment = {},
  surroundings: Surroundings = {},
): Promise<Started> {
  const begun = performance.now()
  const line = ['start', '--port', '0', '--mock-port', '0', ...parameters]
  const { child, ended } = command(line, environment, surroundings)
  const said = await Promise.race([readiness(child), ended])
  if (typeof said !== 'string') throw new Error(`It ended with ${said.code} and said: ${said.stderr}`)
  const [port = 0, mockPort = 0] = [...said.matchAll(/http:\/\/localhost:(\d+)/g)].map(([, digits]) => Number(digits))
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  return { process: child, port, mockPort, took: performance.now() - begun, ended, stop }
}

/** The reference server alone on a file, in a process of its own: for what is about the store, in a third of the time. */
export function startAlone(data: string, environment: Environment = {}): Promise<Started> {
  return start(['--data', data], environment, { program: 'test/server/alone.ts' })
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

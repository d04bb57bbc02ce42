import { spawn } from 'node:child_process'
import type { RunClient } from './client.ts'

/** The end of what a command writes that is kept. */
const mostKept = 4_000

/** A client that is a command of a shell: it finds `LATCHKEY_URL` and `LATCHKEY_SITUATION` in its environment. */
export function clientCommand(command: string, environment: NodeJS.ProcessEnv): RunClient {
  return ({ url, situation, signal }) =>
    new Promise((resolve) => {
      // A group of its own, so that what the shell started ends, too.
      const child = spawn(command, {
        shell: true,
        detached: process.platform !== 'win32',
        env: { ...environment, LATCHKEY_URL: url, LATCHKEY_SITUATION: situation },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      const keep = (piece: Buffer) => {
        said = `${said}${piece.toString()}`.slice(-mostKept)
      }
      const kill = () => killGroup(child.pid)
      child.stdout.on('data', keep)
      child.stderr.on('data', keep)
      signal.addEventListener('abort', kill, { once: true })
      const end = (outcome: string | undefined) => {
        signal.removeEventListener('abort', kill)
        resolve(outcome)
      }
      child.once('error', (error) => end(error.message))
      child.once('close', (code, ending) =>
        end(code === 0 ? undefined : `it ended with ${code ?? ending}\n${said}`.trim()),
      )
    })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'

/** How a command ended, and all it said. */
export interface Outcome {
  readonly code: number
  readonly out: string
  readonly error: string
}

/** Runs a file in a folder, in an environment that has this Node on its path and nothing of the repository. */
export function runIn(folder: string, file: string, ...parameters: readonly string[]): Promise<Outcome> {
  const env = { PATH: dirname(process.execPath), NO_COLOR: '1', HOME: folder }
  return new Promise((resolve) => {
    execFile(file, parameters, { cwd: folder, env, maxBuffer: 64e6 }, (error, out, text) =>
      resolve({ code: error ? Number(error.code) : 0, out, error: text }),
    )
  })
}

/** The command as a project has it once the package is installed. */
export function latchkeyIn(project: string): string {
  return join(project, 'node_modules', '.bin', 'latchkey')
}

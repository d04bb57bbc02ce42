import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** How a command ended, and all it said. */
export interface Outcome {
  readonly code: number
  readonly out: string
  readonly error: string
}

const npmFolder = process.env.PATH?.split(delimiter).find((folder) => existsSync(join(folder, 'npm')))

/** Runs a file in a folder, in an environment that has this Node and npm on its path and nothing of the repository. */
export function runIn(folder: string, file: string, ...parameters: readonly string[]): Promise<Outcome> {
  const PATH = [dirname(process.execPath), npmFolder].join(delimiter)
  const env = { PATH, NO_COLOR: '1', HOME: folder }
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

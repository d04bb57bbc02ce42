import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { readManifest } from '../../src/installation/installation.ts'

/** A folder that projects are written into, where they find Latchkey as if it were installed. */
interface Workshop {
  readonly folder: string
  /** Runs `latchkey stub`; all it said, and its exit code. */
  stub(...words: string[]): Promise<Said>
  /** Starts a project as `npm start` does. */
  start(project: string): Promise<Running>
  /** Tests it as `npm test` does. */
  test(project: string, ...words: string[]): Promise<Said>
  /** Runs Node.js in it. */
  run(project: string, ...words: string[]): Promise<Said>
  /** Puts something in the place of a text that is in a file once. */
  edit(file: string, text: string, by: string): void
  close(): void
}

interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly url: string
  /** Sends SIGTERM; the exit code. */
  stop(): Promise<number | null>
}

const command = resolve('src/cli/main.ts')
const { version } = readManifest()

export function workshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-stub-'))
  install(folder)
  const children: ChildProcess[] = []
  const PATH = [join(folder, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const env = { PATH, NODE_OPTIONS: '--conditions=source', NO_COLOR: '1', PORT: '0' }
  const run = (cwd: string, ...words: string[]) =>
    new Promise<Said>((settle) => {
      execFile(process.execPath, words, { cwd, env, maxBuffer: 16_777_216 }, (error, stdout, stderr) =>
        settle({ code: error ? Number(error.code) : 0, stdout, stderr }),
      )
    })
  return {
    folder,
    // Packing the repository would build it each time; the package is packed in test/package.
    stub: (...words) => run(folder, command, 'stub', '--latchkey', version, ...words),
    test: (project, ...words) => run(join(folder, project), 'test/verify.ts', ...words),
    run: (project, ...words) => run(join(folder, project), ...words),
    async start(project) {
      const child = spawn(process.execPath, ['src/server.ts'], { cwd: join(folder, project), env })
      children.push(child)
      const ended = once(child, 'exit').then(([code]) => code as number | null)
      const [line] = await once(child.stdout, 'data')
      const url = /http:\S+/.exec(String(line))?.[0] ?? ''
      const stop = () => {
        child.kill('SIGTERM')
        return ended
      }
      return { url, stop }
    },
    edit(file, text, by) {
      const path = join(folder, file)
      const [before = '', after, ...others] = readFileSync(path, 'utf8').split(text)
      if (after === undefined || others.length > 0) throw new RangeError(`"${text}" is not once in ${file}`)
      writeFileSync(path, `${before}${by}${after}`)
    },
    close() {
      for (const child of children) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Latchkey's sources, its command and the packages that a project depends on, by links to those of the repository. */
function install(folder: string): void {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  symlinkSync(resolve('.'), join(modules, 'latchkey'))
  for (const name of ['express', '@types']) symlinkSync(resolve('node_modules', name), join(modules, name))
  writeFileSync(join(modules, '.bin/latchkey'), `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@"\n`)
  chmodSync(join(modules, '.bin/latchkey'), 0o755)
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { latchkeyIn, type Outcome, runIn } from './project.ts'

/** Projects that stand in one that has installed the package, and find it there. */
interface Stubs {
  readonly folder: (api: string) => string
  /** `source` is the contract of an API that is not built in. */
  write(api: string, source?: string): Promise<Outcome>
  /** All of them at once, by the options that each came with. */
  compile(): Promise<Outcome>
  /** Starts one and holds it to its contract. */
  verify(api: string, basePath: string): Promise<Verified>
}

/** The operations by what their checks came to. */
interface Verified {
  readonly code: number
  readonly deviating: readonly string[]
  readonly holding: readonly string[]
}

interface Report {
  readonly operations: readonly {
    readonly operation: string | null
    readonly passed: number
    readonly deviations: number
  }[]
}

export function stubsIn(project: string): Stubs {
  const folder = (api: string) => join(project, 'stubs', api)
  return {
    folder,
    write: (api, source = api) => runIn(project, latchkeyIn(project), 'stub', source, folder(api)),
    compile() {
      const [first = ''] = readdirSync(join(project, 'stubs'))
      const options = { extends: `./stubs/${first}/tsconfig.json`, include: ['stubs/*/src', 'stubs/*/test'] }
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(options))
      return runIn(project, process.execPath, resolve('node_modules/typescript/bin/tsc'), '-p', project)
    },
    async verify(api, basePath) {
      const { server, port } = await serve(folder(api))
      const url = `http://127.0.0.1:${port}${basePath}`
      const { code } = await runIn(
        folder(api),
        latchkeyIn(project),
        'verify',
        api,
        '--url',
        url,
        '--demo',
        '--json',
        'report.json',
      )
      server.kill()
      return { code, ...readReport(join(folder(api), 'report.json')) }
    },
  }
}

async function serve(folder: string): Promise<{ readonly server: ChildProcess; readonly port: string }> {
  const env = { PATH: dirname(process.execPath), PORT: '0' }
  const server = spawn(process.execPath, ['src/server.ts'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  return { server, port: /:(\d+)\n/.exec(String(line))?.[1] ?? '' }
}

function readReport(file: string): Omit<Verified, 'code'> {
  const { operations } = JSON.parse(readFileSync(file, 'utf8')) as Report
  const named = operations.flatMap(({ operation, ...tally }) => (operation === null ? [] : [{ operation, ...tally }]))
  const names = (some: typeof named) => some.map(({ operation }) => operation).sort()
  return {
    deviating: names(named.filter(({ deviations }) => deviations > 0)),
    holding: names(named.filter(({ passed, deviations }) => passed > 0 && deviations === 0)),
  }
}

import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Call } from '../../src/docs/flows/call.ts'
import { shellName } from '../../src/docs/samples/curl.ts'
import { type Language, program, type Setting } from '../../src/docs/samples/sample.ts'

const run = promisify(execFile)

/** Runs the samples of a flow just as they are shown and answers with the status of each step. */
type Runner = (language: Language, setting: Setting, folder: string) => Promise<number[]>

export const runners: Readonly<Record<string, { readonly needs?: string; readonly run: Runner }>> = {
  curl: { needs: 'curl', run: runCurl },
  fetch: { run: (language, setting) => runNode(program(language, setting)) },
  client: { run: (language, setting) => runNode(program(language, setting)) },
  python: { needs: 'python3', run: runPython },
}

export function isThere(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0
}

async function runNode(code: string): Promise<number[]> {
  const node = ['--conditions=source', '--input-type=module-typescript', '--eval', code]
  return printed((await run(process.execPath, node)).stdout)
}

async function runPython(language: Language, setting: Setting): Promise<number[]> {
  return printed((await run('python3', ['-c', program(language, setting)])).stdout)
}

function printed(output: string): number[] {
  return output.trim().split('\n').map(Number)
}

/** Step by step, since a reader puts what a step got into a variable by hand; curl tells the status by its settings file. */
async function runCurl(language: Language, setting: Setting, folder: string): Promise<number[]> {
  mkdirSync(folder, { recursive: true })
  const files = { headers: join(folder, 'headers'), body: join(folder, 'body') }
  const settings = `silent\nshow-error\nwrite-out = "%{http_code}"\ndump-header = "${files.headers}"\noutput = "${files.body}"\n`
  writeFileSync(join(folder, '.curlrc'), settings)
  const known: Record<string, string> = {}
  const statuses: number[] = []
  for (const call of setting.flow.calls) {
    const environment = { ...process.env, ...known, CURL_HOME: folder }
    const { stdout } = await run('sh', ['-c', language.step(call, setting)], { env: environment })
    statuses.push(Number(stdout))
    Object.assign(known, await outputsOf(call, setting, files))
  }
  return statuses
}

async function outputsOf(
  call: Call,
  setting: Setting,
  files: { readonly headers: string; readonly body: string },
): Promise<Record<string, string>> {
  const { readFile } = await import('node:fs/promises')
  const headers = await readFile(files.headers, 'utf8')
  const body = call.outputs.some(({ header }) => header === undefined)
    ? JSON.parse(await readFile(files.body, 'utf8'))
    : undefined
  const named = call.outputs.map(({ name, members, header }) => {
    const line = new RegExp(`^${header}: ([^;\r]*)`, 'im').exec(headers)?.[1]
    const value = header === undefined ? members.reduce((node, member) => node?.[member], body) : line
    return [shellName(setting.names({ step: call.id, output: name })), String(value)]
  })
  return Object.fromEntries(named)
}

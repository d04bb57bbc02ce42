import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type ScriptedServer, startScripted } from '../verify/scripted-server.ts'

interface Described {
  readonly description?: string
  readonly value?: string
  readonly default?: string
}

interface Step {
  readonly run: string
  readonly shell: string
  readonly env: Readonly<Record<string, string>>
}

interface Action {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<Record<string, Described>>
  readonly outputs: Readonly<Record<string, Described>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action
const [step] = action.runs.steps as readonly [Step]
const project = mkdtempSync(join(tmpdir(), 'latchkey-action-'))
const outputFile = join(project, 'output')
const contract = `openapi: 3.1.0
info: { title: Parcels, version: '1' }
paths:
  /parcels:
    get:
      operationId: listParcels
      security: [{ key: [] }]
      responses:
        '200': { description: All of them }
        '401': { description: No key }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
`
let server: ScriptedServer
let isOpen = false

beforeAll(async () => {
  server = await startScripted(({ headers }) => ({ status: isOpen || headers['x-key'] === 'good' ? 200 : 401 }))
  install()
})

beforeEach(() => {
  isOpen = false
  rmSync(outputFile, { force: true })
})

afterAll(async () => {
  await server.stop()
  rmSync(project, { recursive: true })
})

/** A project that has Latchkey among its packages, as the sources of this one. */
function install(): void {
  const folder = join(project, 'node_modules', 'latchkey')
  mkdirSync(folder, { recursive: true })
  const manifest = { name: 'latchkey', version: '1.2.3', type: 'module', bin: { latchkey: './main.js' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'main.js'), `import ${JSON.stringify(pathToFileURL(resolve('src/cli/main.ts')).href)}\n`)
  writeFileSync(join(project, 'package.json'), '{"name": "mine"}')
  writeFileSync(join(project, 'openapi.yaml'), contract)
}

/** The step as GitHub runs it: the expressions of `env` are filled in, and bash runs the script. */
function runStep(inputs: Readonly<Record<string, string>>) {
  const values = { ...defaults(), ...inputs }
  const env = Object.entries(step.env).map(([name, expression]) => {
    const [, input = ''] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression) ?? []
    return [name, values[input] ?? '']
  })
  const runner = {
    PATH: `${resolve(process.execPath, '..')}:${process.env.PATH}`,
    NODE_OPTIONS: '--conditions=source',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: resolve('.'),
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: join(project, 'summary.md'),
    GITHUB_WORKSPACE: project,
    RUNNER_TEMP: project,
    LATCHKEY_VERIFY_PEOPLE_CREDENTIALS_KEY: 'good',
  }
  const words = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run]
  return new Promise<{ code: number; stdout: string; outputs: Record<string, string> }>((ended) => {
    execFile('bash', words, { cwd: project, env: { ...runner, ...Object.fromEntries(env) } }, (error, stdout) =>
      ended({ code: error ? Number(error.code) : 0, stdout, outputs: outputsIn() }),
    )
  })
}

function defaults(): Record<string, string> {
  return Object.fromEntries(Object.entries(action.inputs).map(([name, each]) => [name, each.default ?? '']))
}

function outputsIn(): Record<string, string> {
  const blocks = readFileSync(outputFile, 'utf8').matchAll(/^(\w+)<<(\S+)\n(.*?)\n\2$/gms)
  return Object.fromEntries([...blocks].map(([, name = '', , value = '']) => [name, value]))
}

const rules = '--rule=good-credential\n--rule=missing-credential\n'

describe('action.yml', () => {
  test('is a composite action with all that GitHub requires of one', () => {
    expect([action.name, action.description, action.runs.using]).toEqual([
      expect.any(String),
      expect.any(String),
      'composite',
    ])
    for (const { run, shell } of action.runs.steps) expect([typeof run, shell]).toEqual(['string', 'bash'])
    for (const each of Object.values(action.inputs)) expect(each.description).toEqual(expect.any(String))
    for (const [name, { value }] of Object.entries(action.outputs))
      expect(value).toBe(`\${{ steps.verify.outputs.${name} }}`)
  })

  test('hands inputs over in the environment alone', () => {
    expect(step.run).not.toContain('${{')
    const expressions = Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`)
    expect(Object.values(step.env)).toEqual(expressions)
  })
})

describe('the script of the action', () => {
  test('verifies a server, annotates the line of the contract, and sets the outputs', async () => {
    isOpen = true
    const inputs = { api: 'openapi.yaml', url: server.url, sarif: 'reports/verify.sarif', arguments: rules }
    const { code, stdout, outputs } = await runStep({ ...inputs, version: '1.2.3' })
    expect([code, outputs.verdict]).toEqual([1, 'deviates'])
    expect(stdout).toMatch(/^::error title=listParcels%3A [^:]*,file=openapi.yaml,line=5,col=5::expected /m)
    expect(readFileSync(join(project, 'summary.md'), 'utf8')).toContain('The server deviates from parcels')
    expect(outputs.sarif).toBe(join(project, 'reports/verify.sarif'))
    for (const name of ['json', 'html', 'junit', 'sarif']) expect(existsSync(outputs[name] ?? '')).toBe(true)
  })

  test('succeeds for a server that keeps its contract', async () => {
    const { code, outputs } = await runStep({ api: 'openapi.yaml', url: server.url, strict: 'true', arguments: rules })
    expect([code, outputs.verdict, outputs.sarif]).toEqual([0, 'holds', ''])
  })

  test.each([
    [{ api: '"; touch pwned; $(touch pwned) `touch pwned`', url: 'http://127.0.0.1:9' }, 'pwned'],
    [{ api: '--version', url: 'http://127.0.0.1:9\n--html=pwned' }, 'pwned'],
  ])('reads no input as a command or an option: %j', async (inputs, file) => {
    const { code, outputs } = await runStep(inputs)
    expect([code, outputs.verdict, existsSync(join(project, file))]).toEqual([2, 'could-not-run', false])
  })

  test.each([
    [{ api: '' }, 'The input api is missing'],
    [{ api: 'openapi.yaml', strict: 'yes' }, 'The input strict must be true or false; it is "yes"'],
    [{ api: 'openapi.yaml', version: '9.9.9' }, /The input version is "9.9.9", but latchkey 1.2.3 is installed in/],
    [{ api: 'openapi.yaml', 'working-directory': tmpdir() }, /Latchkey is not installed in .*: install your project/],
  ])('says why it cannot run: %j', async (inputs, message) => {
    const { code, stdout, outputs } = await runStep({ url: server.url, ...inputs })
    expect([code, outputs.verdict]).toEqual([2, 'could-not-run'])
    expect(stdout).toMatch(message)
    expect(stdout).toMatch(/^::error title=latchkey verify::.*\n$/)
  })
})

import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { contractOf } from '../contract/contract-of.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 600_000 })

/** Too heavy for package.json: 500 packages and 250 MB. */
const tools = [
  '@stoplight/spectral-cli@6.16.3',
  'orval@8.38.0',
  '@kubb/cli@4.39.3',
  '@kubb/core@4.39.3',
  '@kubb/plugin-oas@4.39.3',
  '@kubb/plugin-ts@4.39.3',
]

const run = promisify(execFile)
const apis = builtInIds()
const contractFile = (api: string) => resolve('openapi', api, 'openapi.yaml')

let project: string

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'latchkey-tools-'))
  write('package.json', '{ "private": true, "type": "module" }')
  const options = ['--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  await run('npm', ['install', ...options, ...tools], { cwd: project, maxBuffer: 64e6 })
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

function write(name: string, text: string): void {
  writeFileSync(join(project, name), text)
}

async function execute(program: string, ...parameters: readonly string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: '1', DO_NOT_TRACK: '1', NODE_OPTIONS: '' }
  const file = join(project, 'node_modules', '.bin', program)
  const { stdout } = await run(file, parameters, { cwd: project, env, maxBuffer: 64e6 })
  return stdout
}

/** Throws what the compiler says of files that a tool wrote. */
async function compile(...files: readonly string[]): Promise<void> {
  const compiler = resolve('node_modules/typescript7/bin/tsc')
  const strict = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '']
  const modules = ['--module', 'esnext', '--moduleResolution', 'bundler', '--allowImportingTsExtensions']
  await run(process.execPath, [compiler, ...strict, ...modules, ...files], { cwd: project })
}

describe('the contracts as they are in openapi/', { tags: 'full' }, () => {
  test('keep every rule of spectral:oas', async () => {
    // It knows scopes of OAuth alone; other schemes may require roles (OpenAPI 3.1.1, 4.8.30).
    write('.spectral.yaml', 'extends: ["spectral:oas"]\nrules: { oas3-operation-security-defined: off }')
    const said = await execute('spectral', 'lint', '--fail-severity', 'hint', ...apis.map(contractFile))
    expect(said).toContain("No results with a severity of 'hint' or higher found!")
  })

  test('become an orval client that compiles and has every operation', async () => {
    const config = apis.map((api) => [
      api,
      { input: contractFile(api), output: { target: `orval/${api}.ts`, client: 'fetch' } },
    ])
    write('orval.config.js', `export default ${JSON.stringify(Object.fromEntries(config))}`)
    await execute('orval')
    await compile(...apis.map((api) => `orval/${api}.ts`))
    for (const api of apis) {
      const text = readFileSync(join(project, 'orval', `${api}.ts`), 'utf8')
      const { operations } = await contractOf(api)
      expect(operations.filter(({ id }) => !text.includes(`export const ${id} = async`)).map(({ id }) => id)).toEqual(
        [],
      )
    }
  })

  test('become kubb types that compile and have every operation', async () => {
    const configs = apis.map(
      (api) =>
        `{ root: '.', input: { path: '${contractFile(api)}' }, output: { path: 'kubb/${api}', format: false }, plugins: [pluginOas({ validate: true }), pluginTs()] }`,
    )
    write(
      'kubb.config.js',
      `import { defineConfig } from '@kubb/core'
import { pluginOas } from '@kubb/plugin-oas'
import { pluginTs } from '@kubb/plugin-ts'
export default defineConfig([${configs.join(', ')}])`,
    )
    await execute('kubb', 'generate')
    await compile(...apis.map((api) => `kubb/${api}/index.ts`))
    for (const api of apis) {
      const { operations } = await contractOf(api)
      const file = (id: string) => join(project, 'kubb', api, 'types', `${id.charAt(0).toUpperCase()}${id.slice(1)}.ts`)
      expect(operations.map(({ id }) => file(id)).filter((path) => !existsSync(path))).toEqual([])
    }
  })
})

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { clearUp, type Started, start } from '../server/child.ts'
import { type Packed, packClientAndInstall } from './packed.ts'
import { runIn } from './project.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

const tool = (path: string) => resolve('node_modules', path)
const names = ['', '/client', '/testing', ...builtInIds().map((id) => `/clients/${id}`)]

let packed: Packed
let project: string
let server: Started

describe('latchkey-client', { tags: 'full' }, () => {
  beforeAll(async () => {
    packed = await packClientAndInstall()
    project = packed.project
    server = await start(['--data', ':memory:'], { LATCHKEY_SECRET: randomBytes(32).toString('hex') })
  })

  afterAll(() => {
    clearUp()
    packed?.remove()
  })

  test('installs openapi-fetch, what that needs, and nothing else', () => {
    process.stdout.write(`\n${packed.files.length} files, ${packed.size} bytes\n`)
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'latchkey-client',
      'openapi-fetch',
      'openapi-typescript-helpers',
    ])
    expect(packed.size).toBeLessThan(150_000)
  })

  test('is clean by publint and attw', async () => {
    const lint = [tool('publint/src/cli.js'), 'run', '--strict', packed.tarball]
    expect(await runIn(project, process.execPath, ...lint)).toMatchObject({ code: 0, error: '' })
    const types = [
      tool('@arethetypeswrong/cli/dist/index.js'),
      packed.tarball,
      '--profile',
      'esm-only',
      '--format',
      'json',
    ]
    const { code, out } = await runIn(project, process.execPath, ...types)
    expect([code, Object.keys(JSON.parse(out).analysis.entrypoints)]).toEqual([
      0,
      expect.arrayContaining(['.', './testing']),
    ])
  })

  test('compiles for browsers, without the types of Node', async () => {
    const compilerOptions = {
      ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [], strict: true, noEmit: true },
      ...{ module: 'esnext', moduleResolution: 'bundler', skipLibCheck: false },
    }
    writeFileSync(
      join(project, 'all.ts'),
      names.map((name) => `export type {} from 'latchkey-client${name}'\n`).join(''),
    )
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['all.ts'] }))
    expect(await runIn(project, process.execPath, tool('typescript/bin/tsc'), '-p', project)).toEqual({
      code: 0,
      out: '',
      error: '',
    })
  })

  // These are the oldest of each that are said to work; npm has them as packages.
  test.each(['20.19.0', '22.12.0', '24.18.0'])('works on Node %s', async (version) => {
    writeFileSync(join(project, 'run.mjs'), program(server.port))
    expect(await runIn(project, nodeOf(version), 'run.mjs')).toEqual({
      code: 0,
      out: `v${version} false 200 true 404 401 false\n`,
      error: '',
    })
  })
})

/** Installs a Node, and gives its path. The package of one platform needs no install script. */
function nodeOf(version: string): string {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(project, `node-${version}`)
  const line = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--prefer-offline', `${name}@${version}`]
  execFileSync('npm', line, { stdio: 'pipe' })
  return join(folder, 'node_modules', name, 'bin', 'node')
}

/** What an app does with a client, and a test of it with a world. */
function program(port: number): string {
  return `import { webStorage } from 'latchkey-client'
import { createClient } from 'latchkey-client/clients/khe'
import { createWorld } from 'latchkey-client/testing'

const values = new Map()
const area = { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => values.set(key, value), removeItem: (key) => values.delete(key) }
const world = await createWorld({ url: 'http://127.0.0.1:${port}' })
const authentication = { way: 'password', client: 'abc123', email: 'grace@example.com', password: 'correct-horse-battery-staple' }
const khe = createClient({ baseUrl: world.baseUrl('khe'), authentication, storage: webStorage(area) })
const said = [process.version, khe.isAuthenticated()]
const abort = new AbortController()
said.push((await khe.GET('/users', { signal: abort.signal })).status, khe.isAuthenticated())
said.push((await khe.GET('/users/{id}', { params: { path: { id: '000000000000000000000000' } } })).status)
await khe.logout()
said.push((await khe.GET('/users')).status, khe.isAuthenticated())
await world.remove()
console.log(...said)
`
}

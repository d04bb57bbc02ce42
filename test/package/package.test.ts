import { randomBytes } from 'node:crypto'
import { appendFileSync, copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { readManifest } from '../../src/installation/installation.ts'
import { closeBrowser, openBrowser } from '../browser/browser.ts'
import { clearUp, type Started, start } from '../server/child.ts'
import { missingPackages } from './imports.ts'
import { type Packed, packAndInstall } from './packed.ts'
import { latchkeyIn, runIn } from './project.ts'
import { stubsIn } from './stubs.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

const tool = (path: string) => resolve('node_modules', path)
const apis = builtInIds()
const vendors = apis.filter((id) => id !== 'sandbox')
const forBrowsers = [
  'latchkey/client',
  'latchkey/contract',
  'latchkey/testing',
  ...apis.map((id) => `latchkey/clients/${id}`),
]
const entries = [
  ...forBrowsers,
  'latchkey/handlers',
  'latchkey/hooks',
  'latchkey/server',
  ...vendors.map((id) => `latchkey/servers/${id}`),
]

let packed: Packed
let project: string
let server: Started

beforeAll(async () => {
  packed = await packAndInstall()
  project = packed.project
  for (const name of ['consumer.ts', 'server-consumer.ts'])
    copyFileSync(join('test', 'package', name), join(project, name))
  const environment = { LATCHKEY_SECRET: randomBytes(32).toString('hex') }
  server = await start(['--data', ':memory:'], environment, { program: latchkeyIn(project) })
})

afterAll(async () => {
  await closeBrowser()
  clearUp()
  packed?.remove()
})

/** The links of a page of the package that lead to no file and no folder of it. */
function deadLinks(page: string): string[] {
  const text = readFileSync(join(project, 'node_modules', 'latchkey', page), 'utf8')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => !/^(https?:|#)/.test(link) && !isPacked(posix.join(dirname(page), link)))
}

function isPacked(link: string): boolean {
  const [path = ''] = link.split('#')
  return packed.files.some((file) => file === path || file.startsWith(`${path}/`))
}

/** In bytes; the largest part by far is what draws the references. */
const largestTarball = 2_400_000

const shipped: readonly RegExp[] = [
  /^(LICENSE|README\.md|CHANGELOG\.md|package\.json|action\.yml|action\/verify\.mjs)$/,
  /^dist\/(src|generated)\/[\w./-]+(?<!\.test)\.(js|d\.ts)$/,
  /^dist\/generated\/[\w-]+\/(contract|seed)\.json$/,
  /^dist\/openapi\/[\w-]+\/(openapi|facts|flows\.arazzo|changelog)\.yaml$/,
  /^dist\/schemas\/(contract|config|seed)\.json$/,
  /^dist\/openapi\/rules\/register\.(js|d\.ts)$/,
  /^dist\/console\/(index\.html|icon\.svg|look\.css|console\.js)$/,
  /^dist\/docs\/[\w./-]+\.(html|json|css|js|svg)$/,
  /^docs\/(?!mutants)[\w-]+\.md$/,
  /^docs\/latchkey\.svg$/,
  /^examples\/[\w-]+\.ts$/,
  /^examples\/orders\/openapi\.yaml$/,
]

describe('the tarball', { tags: 'full' }, () => {
  test('holds what is used and nothing else', () => {
    process.stdout.write(`\n${packed.files.length} files, ${packed.size} bytes\n`)
    expect(packed.files.filter((path) => !shipped.some((form) => form.test(path)))).toEqual([])
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'CHANGELOG.md',
        'package.json',
        'action.yml',
        'action/verify.mjs',
      ]),
    )
    expect(packed.size).toBeLessThan(largestTarball)
  })

  test('has every page that the server serves', () => {
    for (const page of ['dist/console/index.html', 'dist/docs/index.html', 'dist/docs/khe/reference.html'])
      expect(packed.files).toContain(page)
  })

  test('names no sources, which it does not hold', () => {
    const manifest = JSON.parse(readFileSync(join(project, 'node_modules', 'latchkey', 'package.json'), 'utf8'))
    expect(JSON.stringify(manifest.exports)).not.toContain('source')
    expect(manifest).toMatchObject({ engines: { node: '>=24.18.0' }, license: 'MIT' })
    expect(manifest).not.toHaveProperty('private')
    expect(Object.keys(manifest.dependencies)).not.toContain('node')
  })

  test('has no scripts and no development packages, of which npm would warn or ask, but the versions of stubs', () => {
    const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const manifest = read(join(project, 'node_modules', 'latchkey'))
    const { devDependencies } = read('.')
    for (const field of ['scripts', 'allowScripts', 'overrides', 'devDependencies'])
      expect(manifest).not.toHaveProperty(field)
    const names = ['@types/express', '@types/node', 'node']
    expect(manifest.developedWith).toEqual(Object.fromEntries(names.map((name) => [name, devDependencies[name]])))
  })

  test('leads to nothing that is not in it', () => {
    const pages = packed.files.filter((path) => path.endsWith('.md'))
    expect(pages).toContain('docs/clients.md')
    expect(pages.flatMap((page) => deadLinks(page))).toEqual([])
  })

  test('is clean by publint', async () => {
    const { code, out, error } = await runIn(
      project,
      process.execPath,
      tool('publint/src/cli.js'),
      'run',
      '--strict',
      packed.tarball,
    )
    expect({ code, error, out }).toEqual({ code: 0, error: '', out: expect.stringContaining('All good!') })
  })

  // ESM alone: the server needs a Node that requires ES modules from CommonJS, and bundlers take nothing else.
  test('is clean by attw', async () => {
    const names = entries.map((entry) => entry.replace('latchkey/', ''))
    const line = [packed.tarball, '--profile', 'esm-only', '--format', 'json', '--entrypoints', ...names]
    const { code, out } = await runIn(project, process.execPath, tool('@arethetypeswrong/cli/dist/index.js'), ...line)
    const { analysis } = JSON.parse(out) as { analysis: { entrypoints: object } }
    expect(Object.keys(analysis.entrypoints).sort()).toEqual(names.map((name) => `./${name}`).sort())
    expect(code).toBe(0)
  })

  test('imports what it depends on, and depends on what it imports', () => {
    expect(missingPackages(join(project, 'node_modules', 'latchkey'))).toEqual({
      undeclared: [],
      unused: [],
      ofTheRepository: [],
    })
  })
})

describe('a project that installed it', { tags: 'full' }, () => {
  test('imports every entry', async () => {
    const code = `for (const entry of ${JSON.stringify(entries)}) {
      const names = Object.keys(await import(entry))
      if (names.length === 0 && !['latchkey/contract', 'latchkey/handlers'].includes(entry)) throw new Error(entry + ' is empty')
    }
    for (const api of ${JSON.stringify(apis)}) {
      const { default: contract } = await import('latchkey/contracts/' + api + '.json', { with: { type: 'json' } })
      process.stdout.write(contract.openapi + ' ')
    }`
    const outcome = await runIn(project, process.execPath, '--input-type=module', '--eval', code)
    expect(outcome).toEqual({ code: 0, out: '3.1.0 '.repeat(apis.length), error: '' })
  })

  test.each([
    ['nodenext', ['--module', 'nodenext']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler', '--resolveJsonModule']],
  ])('compiles against its types as %s', async (_, resolution) => {
    const options = [
      '--noEmit',
      '--strict',
      '--target',
      'es2024',
      '--lib',
      'es2024,dom,dom.iterable,esnext.iterator',
      '--skipLibCheck',
    ]
    const files = ['consumer.ts', 'server-consumer.ts']
    const line = [tool('typescript/bin/tsc'), ...options, '--types', 'node', ...resolution, ...files]
    expect(await runIn(project, process.execPath, ...line)).toEqual({ code: 0, out: '', error: '' })
  })

  // Apart, since a library that one of them brings would be there for the others.
  test.each([
    ['clients', forBrowsers.filter((entry) => entry !== 'latchkey/testing')],
    ['testing', ['latchkey/testing']],
  ])('compiles against %s for browsers, without the types of Node', async (name, some) => {
    const compilerOptions = {
      ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [], strict: true, noEmit: true },
      ...{ module: 'esnext', moduleResolution: 'bundler', skipLibCheck: false },
    }
    const [file, config] = [`browser-${name}.ts`, `browser-${name}.json`]
    writeFileSync(join(project, file), some.map((entry) => `export type {} from '${entry}'\n`).join(''))
    writeFileSync(join(project, config), JSON.stringify({ compilerOptions, files: [file] }))
    const line = [tool('typescript/bin/tsc'), '-p', config]
    expect(await runIn(project, process.execPath, ...line)).toEqual({ code: 0, out: '', error: '' })
  })

  test('builds the documentation of a contract of its own', async () => {
    copyFileSync(join('test', 'docs', 'own.yaml'), join(project, 'club.yaml'))
    const outcome = await runIn(project, latchkeyIn(project), 'docs', 'club.yaml', '--name', 'club', '--out', 'site')
    expect(outcome).toMatchObject({
      code: 0,
      error: '',
      out: expect.stringMatching(/: 6 operations\n11 files in site, /),
    })
    for (const name of ['index', 'reference', 'flows', 'try'])
      expect(existsSync(join(project, 'site', 'club', `${name}.html`))).toBe(true)
    expect(existsSync(join(project, 'site', 'assets', 'redoc.js'))).toBe(true)
  })

  test('has a condition "source" of its own and is led nowhere by it', async () => {
    const code = `await import('latchkey/clients/tag'); await import('latchkey/server')`
    const line = ['--conditions=source', '--input-type=module', '--eval', code]
    expect(await runIn(project, process.execPath, ...line)).toEqual({ code: 0, out: '', error: '' })
  })

  test('bundles a client for a browser, small and with nothing of the server, and logs in there', async () => {
    const contents = `import { createClient } from 'latchkey/clients/nebula-block'; window.createClient = createClient`
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: project },
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      platform: 'browser',
    })
    const directories = Object.keys(metafile.inputs).flatMap((path) => /latchkey\/dist\/(.*)\//.exec(path)?.[1] ?? [])
    expect([...new Set(directories)].sort()).toEqual(['generated/nebula-block', 'src/client', 'src/ways'])
    const [{ text = '' } = {}] = outputFiles
    expect(text).not.toMatch(/["'`]node:/)
    expect(text.length).toBeLessThan(33_000)
    const page = await (await openBrowser()).newPage()
    await page.goto(`http://localhost:${server.port}/`)
    await page.evaluate(text)
    expect(
      await page.evaluate(`createClient({
        baseUrl: location.origin + '/nebula-block/api/v1',
        authentication: { way: 'password', username: 'ada', password: 'correct-horse-battery-staple' },
      }).GET('/users/credits').then(({ status }) => status)`),
    ).toBe(200)
  })
})

describe('the command', { tags: 'full' }, () => {
  const latchkey = (...parameters: readonly string[]) => runIn(project, latchkeyIn(project), ...parameters)

  test('says its version and what it does', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(await latchkey('--version')).toEqual({ code: 0, out: `${version}\n`, error: '' })
    expect((await latchkey('--help')).out).toMatch(/start[\s\S]+verify[\s\S]+generate/)
  })

  test('serves APIs, mocks, console and documentation', async () => {
    const from = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)
    for (const path of ['/', '/docs/', '/docs/khe/reference.html', '/readyz'])
      expect([path, (await from(path)).status]).toEqual([path, 200])
    expect((await fetch(`http://127.0.0.1:${server.mockPort}/innodata/v1/status`)).status).toBeLessThan(500)
  })

  test('holds a server to a contract', async () => {
    const sandbox = `http://127.0.0.1:${server.port}`
    const { code, out, error } = await latchkey(
      'verify',
      'nebula-block',
      '--sandbox',
      sandbox,
      '--operation',
      'getCredits',
    )
    expect({ code, error, out }).toMatchObject({ code: 0, error: '' })
  })

  test('generates from a contract of its own', async () => {
    writeFileSync(join(project, 'mine.yaml'), readFileSync('openapi/khe/openapi.yaml'))
    const { code, out } = await latchkey('generate', 'mine.yaml', '--out', 'mine')
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/wrote mine\/client\.ts\n/) })
  })

  test('says that "changes" is for the repository', async () => {
    const folder = join(project, 'openapi', 'khe')
    cpSync('openapi/khe', folder, { recursive: true })
    appendFileSync(join(folder, 'openapi.yaml'), '# changed\n')
    const { code, error } = await latchkey('changes')
    expect({ code, error }).toMatchObject({
      code: 1,
      error: expect.stringContaining(`Comparing contracts takes development packages, and `),
    })
  })
})

/** What cannot get as far as a handler without hooks: a key that was issued, a person who consents elsewhere. */
const needHooks: Readonly<Record<string, readonly string[]>> = {
  'numbers-station': ['loginAccessTokenApiKey'],
}

describe('the stubs', { tags: 'full' }, () => {
  const contractOf = async (api: string) => {
    const module: unknown = await import(`../../generated/${api}/operations.ts`)
    const { basePath, operations } = module as { basePath: string; operations: object }
    return { basePath, operations: Object.keys(operations).sort() }
  }

  test('are written for every API and for a contract of your own, and compile as they are', async () => {
    const stubs = stubsIn(project)
    for (const api of apis) expect(await stubs.write(api)).toMatchObject({ code: 0, error: '' })
    expect(await stubs.write('odd', resolve('test/stub/odd.yaml'))).toMatchObject({ code: 0 })
    expect(await stubs.compile()).toEqual({ code: 0, out: '', error: '' })
    // Each brings the Latchkey that wrote it, since no registry has it.
    const tarball = `latchkey-${readManifest().version}.tgz`
    for (const api of [...apis, 'odd']) {
      const { dependencies } = JSON.parse(readFileSync(join(stubs.folder(api), 'package.json'), 'utf8'))
      expect(dependencies.latchkey).toBe(`file:${tarball}`)
      expect(existsSync(join(stubs.folder(api), tarball))).toBe(true)
    }
  })

  test.each(vendors)('%s runs, and every operation of it that can be judged fails', async (api) => {
    const { basePath, operations } = await contractOf(api)
    const { code, deviating } = await stubsIn(project).verify(api, basePath)
    const judged = operations.filter((id) => !needHooks[api]?.includes(id))
    expect({ code, deviating }).toEqual({ code: 1, deviating: judged })
  })

  test('an operation that is written holds, and the others fail', async () => {
    const stubs = stubsIn(project)
    const handler = `import { randomUUID } from 'node:crypto'
import type { Handlers } from '../context.ts'

export const serviceHandlers = {
  getStatus: () => ({
    status: 200,
    body: { success: true, status_code: 200, tracking: randomUUID(), response: { status: 'ok' } },
  }),
} satisfies Partial<Handlers>
`
    writeFileSync(join(stubs.folder('innodata'), 'src', 'handlers', 'service.ts'), handler)
    const { basePath, operations } = await contractOf('innodata')
    const { code, deviating, holding } = await stubs.verify('innodata', basePath)
    const others = operations.filter((id) => id !== 'getStatus')
    expect({ code, deviating, holding }).toEqual({ code: 1, deviating: others, holding: ['getStatus'] })
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/** Which directories each directory may import; itself always. */
const directories: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  net: [],
  installation: [],
  auth: [],
  ways: ['contract'],
  client: ['ways'],
  idp: ['auth'],
  generated: ['contract', 'client'],
  testing: ['generated'],
  console: ['generated'],
  codegen: ['ways', 'contract'],
  catalogue: ['installation', 'codegen', 'contract'],
  mock: ['contract', 'net'],
  store: ['auth', 'contract'],
  markup: [],
  body: ['contract'],
  masking: ['body', 'ways', 'contract'],
  traffic: ['masking', 'store', 'auth', 'contract', 'generated'],
  server: ['auth', 'body', 'contract', 'net'],
  faults: ['server', 'store', 'auth', 'contract', 'net'],
  served: ['faults', 'server', 'store', 'auth', 'contract'],
  engine: ['served', 'faults', 'ways', 'server', 'store', 'auth', 'contract', 'markup', 'masking'],
  apis: ['engine', 'served', 'server', 'store', 'auth', 'contract', 'generated'],
  control: ['served', 'faults', 'server', 'traffic', 'store', 'auth', 'contract', 'generated'],
  conformance: ['catalogue', 'contract', 'generated'],
  docs: ['catalogue', 'ways', 'contract', 'conformance', 'markup'],
  verify: ['catalogue', 'installation', 'contract', 'net', 'markup', 'masking', 'conformance'],
  reference: [
    'control',
    'apis',
    'engine',
    'served',
    'faults',
    'server',
    'traffic',
    'masking',
    'store',
    'auth',
    'contract',
    'net',
    'idp',
  ],
  stub: ['catalogue', 'installation', 'contract'],
  cli: [
    'catalogue',
    'control',
    'engine',
    'installation',
    'reference',
    'stub',
    'served',
    'server',
    'auth',
    'contract',
    'codegen',
    'mock',
    'net',
    'conformance',
    'docs',
    'verify',
  ],
}

/** Packages that one directory alone knows. */
const ownPackages: Readonly<Record<string, string>> = {
  express: 'reference',
  'express-openapi-validator': 'server',
  '@stoplight/prism-http': 'mock',
  'oidc-provider': 'idp',
  'openapi-typescript': 'codegen',
  '@redocly/openapi-core': 'codegen',
  'openapi-fetch': 'client',
  'node:sqlite': 'store',
  '@node-rs/argon2': 'auth',
  '@cfworker/json-schema': 'conformance',
  commander: 'cli',
  preact: 'console',
  marked: 'docs',
}

/** What the generated code imports by name, and where it stands. */
const ownNames: Readonly<Record<string, string>> = {
  'latchkey/contract': 'src/contract/index.ts',
  'latchkey/client': 'src/client/index.ts',
  'latchkey/testing': 'src/testing/index.ts',
  'latchkey/server': 'src/server/index.ts',
}

const files = ['src', 'generated'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => join(root, name)),
)

interface Import {
  readonly from: string
  readonly to: string
}

const imports: readonly Import[] = files.flatMap((from) =>
  ts
    .preProcessFile(readFileSync(from, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => ({ from, to: target(from, fileName) })),
)

function target(from: string, specifier: string): string {
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : (ownNames[specifier] ?? specifier)
}

function directoryOf(file: string): string {
  const [root = '', directory = ''] = file.split('/')
  return root === 'generated' ? root : directory
}

const inner = imports.filter(({ to }) => to.startsWith('src/') || to.startsWith('generated/'))

describe('the server', () => {
  test('every directory is known', () => {
    expect([...new Set(files.map(directoryOf))].sort()).toEqual(Object.keys(directories).sort())
  })

  test('imports run one way', () => {
    const wrong = inner.filter(
      ({ from, to }) =>
        directoryOf(from) !== directoryOf(to) && !directories[directoryOf(from)]?.includes(directoryOf(to)),
    )
    expect(wrong).toEqual([])
  })

  test('no file leads back to itself', () => {
    const next = Map.groupBy(inner, ({ from }) => from)
    const settled = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, way: readonly string[]) => {
      if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(' -> '))
      if (settled.has(file) || way.includes(file)) return
      for (const { to } of next.get(file) ?? []) visit(to, [...way, file])
      settled.add(file)
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  test.each(['src/apis', 'src/conformance'])('no folder of %s looks into another', (root) => {
    const folderOf = (file: string) => relative(root, file).split('/').slice(0, -1).join('/')
    const wrong = inner.filter(({ from, to }) => {
      const isWithin = from.startsWith(`${root}/`) && to.startsWith(`${root}/`)
      return isWithin && folderOf(to) !== '' && folderOf(from) !== folderOf(to)
    })
    expect(wrong).toEqual([])
  })

  test('each of these packages is known to one directory', () => {
    const wrong = imports.filter(
      ({ from, to }) => ownPackages[to] !== undefined && ownPackages[to] !== directoryOf(from),
    )
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  test('shared code names no API', () => {
    const apis = readdirSync('openapi').filter((name) => name !== 'rules' && name !== 'sandbox')
    // The control API rules over the others; its suite has to name some.
    const named = [...apis, 'sandbox']
    const shared = files.filter(
      (file) => !file.startsWith('generated/') && !named.some((api) => file.includes(`/${api}/`)),
    )
    // A short name may stand within another word, and one is a word by itself, so that it counts in quotes alone.
    const ids = apis.filter((api) => api !== 'tag').join('|')
    const names = new RegExp(`(?<![\\w-])(${ids})(?![\\w-])|['"\`]tag['"\`]`)
    const wrong = shared.filter((file) => names.test(readFileSync(file, 'utf8')))
    expect(wrong).toEqual([])
  })
})

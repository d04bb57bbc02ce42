import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { allImports, type Import, sourceFiles } from './imports.ts'

interface Row {
  readonly directory: string
  /** Undefined where it may import everything. */
  readonly imports: readonly string[] | undefined
}

/** The directories in the order of CONTRIBUTING, and what each may import. */
const rows: readonly Row[] = [
  ...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^\| `([^`]+)` \|[^|]*\|([^|]*)\|$/gm),
].flatMap(([, path = '', imports = '']) => {
  const words = imports.split(',').map((word) => word.trim())
  const named = words.filter((word) => word !== '')
  return isDirectory(path) ? [{ directory: nameOf(path), imports: words[0] === 'everything' ? undefined : named }] : []
})

/** Other tables of the page begin with a command. */
function isDirectory(path: string): boolean {
  return !path.includes(' ')
}

function nameOf(path: string): string {
  return path.replace(/^src\//, '').replace(/(\/<api>)?\/$/, '')
}

const places = rows.map(({ directory }) => directory)
const allowed = new Map(rows.map(({ directory, imports }) => [directory, imports]))

/** The row of a file; undefined for what no row has, such as what is built or installed. */
function directoryOf(file: string): string | undefined {
  if (file.startsWith('openapi/rules/')) return 'openapi/rules'
  const [root = '', directory = ''] = file.split('/')
  const name = root === 'src' ? directory : root
  return allowed.has(name) ? name : undefined
}

/** Tests beside the code take what its directory takes, however far below, and the helpers of the tests. */
function mayImport(from: string, to: string): boolean {
  const [here = '', there = ''] = [directoryOf(from), directoryOf(to)]
  const direct = allowed.get(here)
  if (here === there || direct === undefined || direct.includes(there)) return true
  return from.endsWith('.test.ts') && (there === 'test' || below(here).has(there))
}

function below(directory: string): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    for (const next of allowed.get(name) ?? []) visit(next)
  }
  visit(directory)
  return found
}

/** Whether an import leads to a file of the repository rather than to a package. */
const isPath = (to: string) => /^(\.|\w+\/.*\.(tsx?|json)$)/.test(to)

const inner = allImports.filter(({ to }) => directoryOf(to) !== undefined)
const isTest = (file: string) => file.startsWith('test/') || file.endsWith('.test.ts')
const shown = ({ from, to }: Import) => `${from} -> ${to}`

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

describe('the table of directories', () => {
  test('has every directory once, and no other', () => {
    const found = new Set([...sourceFiles.map((file) => directoryOf(file) ?? file), 'openapi', 'schemas'])
    expect([...places].sort()).toEqual([...found].sort())
  })

  test('lists what a directory imports above it', () => {
    const wrong = rows.flatMap(({ directory, imports = [] }, at) =>
      imports.filter((name) => !places.slice(0, at).includes(name)).map((name) => `${directory} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })

  test('allows every import of the tree', () => {
    expect(inner.filter(({ from, to }) => !mayImport(from, to)).map(shown)).toEqual([])
  })

  test('knows where every relative import leads', () => {
    const lost = allImports.filter(({ to, by }) => by === 'import' && isPath(to) && directoryOf(to) === undefined)
    expect(lost.map(shown)).toEqual([])
  })
})

describe('imports', () => {
  test('no file leads back to itself', () => {
    const next = Map.groupBy(
      inner.filter(({ by }) => by === 'import'),
      ({ from }) => from,
    )
    const settled = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, way: readonly string[]) => {
      if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(' -> '))
      if (settled.has(file) || way.includes(file)) return
      for (const { to } of next.get(file) ?? []) visit(to, [...way, file])
      settled.add(file)
    }
    for (const file of sourceFiles) visit(file, [])
    expect(cycles).toEqual([])
  })

  test.each(['src/apis', 'src/conformance/vendors'])('no folder of %s looks into another', (root) => {
    const folderOf = (file: string) => relative(root, file).split('/').slice(0, -1).join('/')
    const wrong = inner.filter(({ from, to }) => {
      const isWithin = from.startsWith(`${root}/`) && to.startsWith(`${root}/`)
      return isWithin && folderOf(to) !== '' && folderOf(from) !== folderOf(to)
    })
    expect(wrong.map(shown)).toEqual([])
  })

  test('src/apis has folders of APIs alone', () => {
    const others = readdirSync('src/apis').filter((name) => !readdirSync('openapi').includes(name))
    expect(others).toEqual([])
  })

  test('each of these packages is known to one directory', () => {
    const shipped = allImports.filter(({ from }) => /^(src|generated)\//.test(from) && !isTest(from))
    const wrong = shipped.filter(
      ({ from, to }) => ownPackages[to] !== undefined && ownPackages[to] !== directoryOf(from),
    )
    expect(wrong.map(shown)).toEqual([])
  })
})

test('shared code names no API', () => {
  const apis = readdirSync('openapi').filter((name) => name !== 'rules' && name !== 'sandbox')
  // The control API rules over the others; its suite has to name some.
  const named = [...apis, 'sandbox']
  const shared = sourceFiles.filter(
    (file) => file.startsWith('src/') && !isTest(file) && !named.some((api) => file.includes(`/${api}/`)),
  )
  // A short name may stand within another word, and one is a word by itself, so that it counts in quotes alone.
  const ids = apis.filter((api) => api !== 'tag').join('|')
  const names = new RegExp(`(?<![\\w-])(${ids})(?![\\w-])|['"\`]tag['"\`]`)
  const wrong = shared.filter((file) => names.test(readFileSync(file, 'utf8')))
  expect(wrong).toEqual([])
})

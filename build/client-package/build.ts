import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Makes `latchkey-client` in `dist-client`: the typed clients and `latchkey/testing`, out of what `npm run build:package` has
 * compiled, without the server and what it depends on.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const dist = join(root, 'dist')
const target = join(root, 'dist-client')

const apis = readdirSync(join(dist, 'generated'))

/** What one may import, and the module of `dist` that it is; the contract's are types alone. */
const entries: Readonly<Record<string, string>> = {
  '.': 'src/client/index',
  './client': 'src/client/index',
  './contract': 'src/contract/index',
  './testing': 'src/testing/index',
  ...Object.fromEntries(apis.map((api) => [`./clients/${api}`, `generated/${api}/client`])),
}

const specifier = /(?<=\bfrom |\bimport |\bimport\()(['"])([^'"\n]+)\1/g

/** Copies a file and, from there, every file that it imports. */
function copyWith(file: string, copied: Set<string>): void {
  if (copied.has(file)) return
  copied.add(file)
  const text = readFileSync(join(dist, file), 'utf8')
  const ending = file.endsWith('.d.ts') ? '.d.ts' : '.js'
  for (const [, , name = ''] of text.matchAll(specifier)) {
    const module = moduleOf(file, name)
    if (module) copyWith(`${module}${ending}`, copied)
  }
  mkdirSync(dirname(join(target, 'dist', file)), { recursive: true })
  writeFileSync(
    join(target, 'dist', file),
    text.replaceAll(specifier, (whole) => whole.replace(/^(.)latchkey\//, '$1latchkey-client/')),
  )
}

/** The module of `dist` that an import means; undefined for a package of somebody else. */
function moduleOf(file: string, name: string): string | undefined {
  if (name.startsWith('.')) return posix.join(posix.dirname(file), name).replace(/\.js$/, '')
  return name.startsWith('latchkey/') ? entries[name.replace('latchkey', '.')] : undefined
}

function exported(module: string): Readonly<Record<string, string>> {
  return { types: `./dist/${module}.d.ts`, default: `./dist/${module}.js` }
}

rmSync(target, { recursive: true, force: true })
const copied = new Set<string>()
for (const module of Object.values(entries))
  for (const ending of ['.js', '.d.ts'])
    if (existsSync(join(dist, `${module}${ending}`))) copyWith(`${module}${ending}`, copied)

const { version, license, keywords, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const manifest = {
  name: 'latchkey-client',
  version,
  description: 'Typed clients that look after credentials, and test worlds: the part of Latchkey for apps',
  license,
  keywords,
  type: 'module',
  engines: { node: '>=20.19.0' },
  exports: {
    ...Object.fromEntries(Object.entries(entries).map(([name, module]) => [name, exported(module)])),
    './package.json': './package.json',
  },
  files: ['dist'],
  sideEffects: false,
  dependencies: { 'openapi-fetch': dependencies['openapi-fetch'] },
}
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
cpSync(join(root, 'build', 'client-package', 'README.md'), join(target, 'README.md'))
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'))
process.stdout.write(`${copied.size} files in dist-client\n`)

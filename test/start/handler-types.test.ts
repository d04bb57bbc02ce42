import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generate, writeFiles } from '../../src/codegen/generate.ts'
import { handlersExample } from './handlers-example.ts'

let project: string

/** A project that has installed Latchkey, and the types that `latchkey start` writes. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'latchkey-'))
  await mkdir(join(project, 'node_modules'))
  await symlink(resolve('.'), join(project, 'node_modules', 'latchkey'))
  const target = { file: 'examples/orders/openapi.yaml', folder: join(project, '.latchkey/generated/orders') }
  const { files } = await generate([target])
  await writeFiles(files)
})

afterAll(() => rm(project, { recursive: true }))

/** What a compiler says of files, a text for each place. */
async function complaints(compiler: string, texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [name, text] of Object.entries(texts)) await writeFile(join(project, name), text)
  const compilerOptions = {
    ...{ strict: true, noEmit: true, module: 'nodenext', target: 'es2024', types: [], skipLibCheck: true },
    // The repository is its sources, and the package has types of its own.
    ...{ allowImportingTsExtensions: true, customConditions: ['source'], resolveJsonModule: true },
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(texts) }))
  const out = await new Promise<string>((done) => {
    const line = [resolve('node_modules', compiler, 'bin', 'tsc'), '--pretty', 'false']
    execFile(process.execPath, line, { cwd: project }, (_error, said) => done(said))
  })
  return out.split(/\n(?=\S)/).filter((each) => each !== '')
}

const wrong = [
  ['a status that is not documented', 'getOrder: () => ({ status: 418, body: { error: "a", message: "b" } })'],
  ['a misspelt member', 'listOrders: () => ({ status: 200, body: { ordrs: [] } })'],
  ['an operation that does not exist', 'listOrder: () => ({ status: 200, body: { orders: [] } })'],
  ['a refusal that is not documented', 'listOrders: () => ({ refusal: "conflict" })'],
  ['a parameter that does not exist', 'getOrder: ({ path }) => path.id'],
  ['a caller of an operation that takes no credential', 'login: (_, { caller }) => caller'],
  [
    'a way that the contract does not have',
    'logout: async (_, { issue, signedIn }) => (await issue("way", signedIn()), { status: 204 })',
  ],
] as const

async function foundBy(compiler: string): Promise<readonly string[]> {
  const head = "import type { Handlers } from './.latchkey/generated/orders/handlers.ts'"
  const lines = wrong.map(([, code], at) => `export const wrong${at}: Partial<Handlers> = { ${code} }`)
  const found = await complaints(compiler, {
    'right.ts': await handlersExample('start'),
    'guide.ts': await handlersExample('your-own-api'),
    'wrong.ts': [head, ...lines].join('\n'),
  })
  const places = found.map((each) => wrong[Number(/^wrong\.ts\((\d+),/.exec(each)?.[1]) - 2]?.[0] ?? each)
  return [...new Set(places)]
}

test('TypeScript 7 takes the handlers of the guides, and finds each mistake', async () => {
  expect(await foundBy('typescript7')).toEqual(wrong.map(([what]) => what))
})

test('so does TypeScript 5.9', { tags: 'full' }, async () => {
  expect(await foundBy('typescript')).toEqual(wrong.map(([what]) => what))
})

test('what is imported of the package are types alone', async () => {
  expect(await readFile('src/handlers/index.ts', 'utf8')).not.toMatch(/^(export|import) (?!type)/m)
})

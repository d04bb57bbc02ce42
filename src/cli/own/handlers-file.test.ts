import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { ContractDocument } from '../../contract/document.ts'
import { strayLine } from './handlers/stray-errors.ts'
import { handlerFaults, loadHandlers } from './handlers-file.ts'

const home = mkdtempSync(join(tmpdir(), 'latchkey-'))
let folders = 0

afterAll(() => rmSync(home, { recursive: true }))

/** The path of the first of these files, in a folder of their own whose manifest is that of `npm init`. */
function written(files: Readonly<Record<string, string>>): string {
  const folder = join(home, String(folders++))
  for (const [name, text] of Object.entries({ ...files, 'package.json': '{ "type": "commonjs" }' })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return join(folder, Object.keys(files)[0] ?? '')
}

async function faultOf(file: string): Promise<string> {
  const error = await loadHandlers(file).then(
    () => new Error('it was loaded'),
    (each: Error) => each,
  )
  return error.message.replaceAll(new RegExp(`[\\w./-]*${dirname(file)}/`, 'g'), '')
}

async function answerOf(file: string, id: string): Promise<unknown> {
  const { code } = await loadHandlers(file)
  return code.handlers?.[id]?.({} as never, {} as never)
}

test.each([
  ['TypeScript', 'handlers.ts', 'export const handlers = { own: (_: unknown): object => ({ status: 204 }) }'],
  ['TypeScript of any package', 'handlers.mts', 'export const handlers = { own: (_: unknown) => ({ status: 204 }) }'],
  ['JavaScript', 'handlers.js', 'export const handlers = { own: () => ({ status: 204 }) }'],
  ['JavaScript of any package', 'handlers.mjs', 'export const handlers = { own: async () => ({ status: 204 }) }'],
  ['a default export', 'handlers.ts', 'export default { own: () => ({ status: 204 }) }'],
  [
    'methods that call each other',
    'handlers.ts',
    'export default { own() { return this.other() }, other: () => ({ status: 204 }) }',
  ],
])('%s is loaded without a build and without a warning', async (_, name, text) => {
  const warnings = vi.spyOn(process, 'emitWarning')
  expect(await answerOf(written({ [name]: text }), 'own')).toEqual({ status: 204 })
  expect(warnings).not.toHaveBeenCalled()
})

test('a purge is loaded, also without handlers', async () => {
  const { code } = await loadHandlers(written({ 'handlers.ts': 'export const purge = async (): Promise<number> => 3' }))
  expect(await code.purge?.({} as never)).toBe(3)
})

const reads = "import { status } from './status.ts'\nexport const handlers = { own: () => ({ status }) }"

test('a change of what a handlers file imports is seen', async () => {
  const file = written({
    'handlers.ts': reads,
    'status.ts': "export { status } from './parts/number.ts'",
    'parts/number.ts': 'export const status: number = 200',
  })
  const number = join(dirname(file), 'parts/number.ts')

  expect(await answerOf(file, 'own')).toEqual({ status: 200 })
  const { sources } = await loadHandlers(file)
  expect(sources).toEqual([file, join(dirname(file), 'status.ts'), number])
  writeFileSync(number, 'export const status: number = 201')
  expect(await answerOf(file, 'own')).toEqual({ status: 201 })
})

test('as long as nothing changes, the modules keep their state', async () => {
  const text = 'let calls = 200\nexport const handlers = { own: () => ({ status: calls++ }) }'
  const file = written({ 'handlers.ts': text })

  expect([await answerOf(file, 'own'), await answerOf(file, 'own')]).toEqual([{ status: 200 }, { status: 201 }])
})

test('what is written in CommonJS, a package and JSON can be imported', async () => {
  const file = written({
    'handlers.ts': `import old from './old.js'
import pack from 'pack'
import data from './data.json' with { type: 'json' }
export const handlers = { own: () => ({ status: old.status, body: [pack, data] }) }`,
    'old.js': 'module.exports = { status: 200 }',
    'data.json': '{ "a": 1 }',
    'node_modules/pack/index.js': 'module.exports = 7',
  })
  expect(await answerOf(file, 'own')).toEqual({ status: 200, body: [7, { a: 1 }] })
  const { sources } = await loadHandlers(file)
  expect(sources.filter((source) => source.includes('node_modules'))).toEqual([])
})

const imports = "import { a } from './a.ts'\nexport const handlers = {}\n"

test.each<[string, Readonly<Record<string, string>>, string | RegExp]>([
  [
    'that is missing',
    { 'handlers.ts': '' },
    'handlers.ts:1:1 handlers: The file exports no handlers; add: export const handlers = { … }',
  ],
  [
    'with another ending',
    { 'handlers.cts': '' },
    'handlers.cts:1:1 handlers: A handlers file ends in .ts, .mts, .js or .mjs',
  ],
  [
    'whose TypeScript is broken',
    { 'handlers.ts': 'const a: number = 1\n\nexport const handlers = {\n  own: ( => 1,\n}\n' },
    'handlers.ts:4:10 handlers: Expression expected',
  ],
  [
    'whose JavaScript is broken',
    { 'handlers.js': 'export const handlers = {\n  own: ( => 1,\n}\n' },
    "handlers.js:2:10 handlers: Unexpected token '=>'",
  ],
  [
    'that declares a name twice',
    { 'handlers.ts': 'export const handlers = {}\nconst handlers: unknown = {}\n' },
    "handlers.ts:2:7 handlers: Identifier 'handlers' has already been declared",
  ],
  [
    'that imports a broken one',
    { 'handlers.ts': imports, 'a.ts': '\nexport const a = (\n' },
    /^a\.ts:2:\d+ handlers: /,
  ],
  [
    'with an enum',
    { 'handlers.ts': '\n  enum Color { Red }\n' },
    /^handlers\.ts:2:3 handlers: TypeScript enum is not supported in strip-only mode; Node runs .*: write an object or a union instead of an enum, /,
  ],
  [
    'with a namespace',
    { 'handlers.ts': 'namespace A { export const b = 1 }' },
    /^handlers\.ts:1:1 handlers: TypeScript namespace declaration is not supported in strip-only mode; /,
  ],
  [
    'that throws',
    { 'handlers.ts': imports, 'a.ts': 'export const a: number = 1\nconst b = undefined as any\nb.c()\n' },
    "a.ts:3:3 handlers: TypeError while loading: Cannot read properties of undefined (reading 'c')",
  ],
  ['that throws a text', { 'handlers.ts': 'throw "so"' }, 'handlers.ts:1:1 handlers: threw "so" while loading'],
  [
    'that imports a missing file',
    { 'handlers.ts': imports },
    'handlers.ts:1:19 handlers: "./a.ts" is not found; create the file, or correct its name',
  ],
  [
    'that leaves out an ending',
    { 'handlers.ts': "\nimport { a } from './a'\n", 'a.ts': 'export const a = 1' },
    'handlers.ts:2:19 handlers: "./a" is not found; write "./a.ts"',
  ],
  [
    'that names what it would be compiled to',
    { 'handlers.ts': "import { a } from './a.js'\n", 'a.ts': 'export const a = 1' },
    'handlers.ts:1:19 handlers: "./a.js" is not found; write "./a.ts"',
  ],
  [
    'that imports a missing package',
    { 'handlers.ts': "import a from '@missing/one/part'\n" },
    'handlers.ts:1:15 handlers: "@missing/one/part" is not found; install the package that has it: npm install @missing/one',
  ],
  [
    'that imports what a file does not export',
    { 'handlers.ts': imports, 'a.ts': 'export const b = 1' },
    "handlers.ts:1:10 handlers: The requested module './a.ts' does not provide an export named 'a'",
  ],
  [
    'without handlers',
    { 'handlers.ts': 'export const handler = {}' },
    'handlers.ts:1:1 handlers: The file exports no handlers; add: export const handlers = { … }',
  ],
  [
    'with handlers that are no object',
    { 'handlers.ts': 'const a = 1\nexport const handlers = []' },
    'handlers.ts:2:14 handlers: "handlers" is an array; it must be an object of one function for each operation',
  ],
  [
    'with a handler that is no function',
    { 'handlers.ts': 'export const handlers = {\n  own: { status: 204 },\n}' },
    'handlers.ts:2:3 handlers: "own" is an object; a handler must be a function',
  ],
  [
    'with a purge that is no function',
    { 'handlers.ts': 'export const handlers = {}\nexport const purge = 1' },
    'handlers.ts:2:14 handlers: "purge" is a number; it must be a function',
  ],
])('a file %s is one line with its place', async (_, files, line) => {
  expect(await faultOf(written(files))).toEqual(typeof line === 'string' ? line : expect.stringMatching(line))
})

test.each([
  ['what it imports and throws', { 'a.ts': 'throw new Error("no")' }],
  ['what it imports and is missing', {}],
])('of a broken file, %s is a source, so that it is followed', async (_, files) => {
  const file = written({ 'handlers.ts': imports, ...files })
  const error = await loadHandlers(file).catch((each: unknown) => each)
  expect(error).toMatchObject({ name: 'Failure', sources: [file, join(dirname(file), 'a.ts')] })
})

test('a file that is gone is one line', async () => {
  const file = written({ 'handlers.ts': 'export const handlers = {}' })
  await loadHandlers(file)
  rmSync(file)
  expect(await faultOf(file)).toBe(
    'handlers.ts:1:1 handlers: The file is missing; create it, or correct "handlers" of the config',
  )
})

const document = {
  ...{ openapi: '3.1.0', info: { title: 'Shop', version: '1' } },
  paths: {
    '/orders': { get: { operationId: 'listOrders', responses: {} } },
    '/v2/orders': { get: { operationId: 'listOrders2', 'x-alias-of': 'listOrders', responses: {} } },
  },
} as unknown as ContractDocument

test('a handler of an operation that the contract does not have is one line with the nearest name', async () => {
  const file = written({
    'handlers.ts': `const done = () => ({ status: 204 })
export const handlers = { listOrder: done,
  'listOrders2': done,
  listOrders: done }`,
  })
  const lines = handlerFaults(await loadHandlers(file), document)
  expect(lines.map((line) => line.replace(/^.*?handlers\.ts/, 'handlers.ts'))).toEqual([
    'handlers.ts:2:27 handlers: The contract has no operation "listOrder"; did you mean "listOrders"?',
    'handlers.ts:3:3 handlers: "listOrders2" is another address of "listOrders"; write the handler of that one',
  ])
})

test.each([
  [
    'throws',
    '\n  own() {\n    (undefined as any).a()\n  }',
    /^handlers\.ts:\d+:\d+$/,
    "threw TypeError: Cannot read properties of undefined (reading 'a')",
  ],
  [
    'rejects',
    ' own: async (): Promise<never> => { throw new RangeError("no") } ',
    /^handlers\.ts:1:68$/,
    'threw RangeError: no',
  ],
  ['throws a text', ' own: () => { throw "so" } ', /^handlers\.ts$/, 'threw "so"'],
  [
    'returns nothing',
    ' own() {} ',
    /^handlers\.ts$/,
    "returned no reply; return { status: 200, body: … } or { refusal: 'not-found' }",
  ],
  [
    'returns no refusal',
    ' own: () => ({ refusal: "gone" }) ',
    /^handlers\.ts$/,
    'returned the refusal "gone", which does not exist',
  ],
])('a handler that %s says where', async (_, text, at, message) => {
  const file = written({ 'handlers.ts': `export const handlers = {${text}}` })
  const error = await answerOf(file, 'own').catch((each: unknown) => each)
  expect(error).toMatchObject({ name: 'HandlerFailure', operation: 'own', message })
  const { at: place = '', cause } = error as { at?: string; cause?: Error }
  expect(place.replace(/^.*\//, '')).toMatch(at)
  expect(cause?.stack ?? '').not.toContain('?latchkey')
})

test('an error of a handler that nothing catches is one line with its place; others are not taken for one', async () => {
  const text = 'export const handlers = { own: () => ({ status: 200, body: new RangeError("lost") }) }'
  const answer = (await answerOf(written({ 'handlers.ts': text }), 'own')) as { readonly body: Error }
  expect(strayLine(answer.body)).toMatch(
    /handlers\.ts:1:60 handlers: RangeError that nothing catches: lost; await what can fail$/,
  )
  expect([strayLine(new RangeError('own')), strayLine('text')]).toEqual([undefined, undefined])
})

test('that the store cannot serve is no failure of a handler', async () => {
  const text = 'export const handlers = { own() { throw Object.assign(new Error(), { name: "StoreUnavailable" }) } }'
  await expect(answerOf(written({ 'handlers.ts': text }), 'own')).rejects.toMatchObject({ name: 'StoreUnavailable' })
})

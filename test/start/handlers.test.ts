import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ContractWatch } from '../../src/cli/contract-watch.ts'
import { followFiles } from '../../src/cli/own/follow.ts'
import { FollowedOwnApi } from '../../src/cli/own/followed-api.ts'
import { writeHandlerTypes } from '../../src/cli/own/handlers/write-types.ts'
import { type Loaded, type Loading, loadOwnApis } from '../../src/cli/own/load.ts'
import { setupOfEntry } from '../../src/cli/own/setup.ts'
import { readConfig } from '../../src/config/read-config.ts'
import type { Api } from '../../src/served/api.ts'
import { startTestServers, type TestServers } from '../test-server.ts'
import { handlersExample } from './handlers-example.ts'

let folder: string
let servers: TestServers
let loaded: Loaded
let key: string
const watch = new ContractWatch((name) => /\.ts$/.test(name))
const logged: string[] = []
const said: string[] = []
let wake = () => {}

/** The next line that is said. */
async function line(): Promise<string> {
  while (said.length === 0)
    await new Promise<void>((done) => {
      wake = done
    })
  return (said.shift() ?? '').replaceAll(/\S*\/(?=\w+\.ts)/g, '')
}

const say = (text: string) => {
  said.push(text)
  wake()
}

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, 'draft.tmp'), text)
  await rename(join(folder, 'draft.tmp'), join(folder, name))
}

interface Answer {
  readonly status: number
  readonly body: {
    readonly id?: string
    readonly orders?: readonly { readonly id: string }[]
    readonly status?: string
  }
}

async function call(
  method: string,
  path: string,
  sent: { readonly key?: string; readonly body?: object } = {},
): Promise<Answer> {
  const headers = {
    ...(!path.startsWith('/sandbox') && { Authorization: `Bearer ${sent.key ?? key}` }),
    ...(sent.body && { 'Content-Type': 'application/json' }),
  }
  const response = await fetch(`http://127.0.0.1:${servers.port}${path}`, {
    ...{ method, headers },
    ...(sent.body && { body: JSON.stringify(sent.body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

const orders = '/orders/v1/orders'
const mugs = { body: { items: [{ sku: 'mug-blue', quantity: 2 }] } }

/** A credential of an account. */
async function keyOf(owner: string): Promise<string> {
  const { body } = await call('POST', '/sandbox/v1/apis/orders/keys', { body: { owner, scheme: 'session' } })
  return (body as { key?: string }).key ?? ''
}

async function lastReason(): Promise<unknown> {
  const { body } = await call('GET', '/sandbox/v1/traffic?limit=5')
  const { exchanges } = body as { exchanges?: readonly { readonly api: string; readonly reason: string }[] }
  return exchanges?.findLast(({ api }) => api === 'orders')?.reason?.replaceAll(/[^\s(]*\/(?=\w+\.ts)/g, '')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  await mkdir(join(folder, 'parts'))
  await write('openapi.yaml', await readFile('examples/orders/openapi.yaml', 'utf8'))
  await write('handlers.ts', await handlersExample('start'))
  await write('latchkey.config.yaml', 'apis: { orders: { contract: ./openapi.yaml, handlers: ./handlers.ts } }')
  const [entry] = (await readConfig(join(folder, 'latchkey.config.yaml'), {})).apis
  if (entry?.contract === undefined) throw new Error('The configuration has no entry')
  const loading: Loading = { builtIn: ['sandbox'], cacheFolder: undefined, progress: { tell() {}, end() {} } }
  const apis = await loadOwnApis([setupOfEntry(entry, entry.contract)], loading)
  loaded = apis[0] as Loaded
  key = loaded.own.report.schemes[0]?.credentials[0]?.value ?? ''
  const log = pino({ level: 'error' }, { write: (text: string) => void logged.push(text) })
  servers = await startTestServers({ apis: ['sandbox'], own: [loaded.own.api], log })
  const followed = new FollowedOwnApi(loaded, loading, (api: Api) => servers.replace(api))
  void followFiles({ apis: [followed], config: undefined, watch, output: { out: say, error: say }, tell: () => {} })
})

afterAll(async () => {
  watch.close()
  await servers.stop()
  await rm(folder, { recursive: true })
})

test('orders are kept for their account, in their world, and what has no handler is answered by the contract', async () => {
  const [ada, grace] = [await keyOf('ada'), await keyOf('grace')]
  const placed = await call('POST', orders, { key: ada, ...mugs })
  const { id } = placed.body

  expect(placed).toMatchObject({ status: 201, body: { status: 'paid', total: { amount: 2490, currency: 'EUR' } } })
  expect((await call('GET', orders, { key: ada })).body).toEqual({ orders: [placed.body] })
  expect((await call('GET', `${orders}/${id}`, { key: ada })).body).toEqual(placed.body)
  expect(await call('GET', `${orders}/${id}`, { key: grace })).toMatchObject({
    status: 404,
    body: { error: 'not_found' },
  })
  expect(await lastReason()).toBe('The handler of getOrder refused it: not-found')
  expect((await call('GET', `/~other${orders}`)).body).toEqual({ orders: [] })
  expect((await call('GET', '/orders/v1/api-keys')).body).toMatchObject({ keys: [{ id: 'key_17' }] })
  expect(loaded.own.report.notes).toContainEqual({
    kind: 'enforced',
    text: 'handlers answer placeOrder, listOrders, getOrder, refundOrder',
  })
})

test('a changed file is served at once, and the data stay', async () => {
  const before = await call('POST', orders, mugs)
  await write('total.ts', 'export const price: number = 100\n')
  await write(
    'handlers.ts',
    `import { price } from './total.ts'\n${(await handlersExample('start')).replace('1245', 'price')}`,
  )
  expect(await line()).toContain('handlers of orders changed')
  expect((await call('GET', `${orders}/${before.body.id}`)).body).toMatchObject({ total: { amount: 200 } })
  await write('total.ts', 'export const price: number = 200\n')
  expect(await line()).toContain('handlers of orders changed')
  expect((await call('GET', `${orders}/${before.body.id}`)).body).toMatchObject({ total: { amount: 400 } })
})

test('a file with a fault is one line, and the last good one is served', async () => {
  await write('total.ts', 'export const price: number =\n')
  expect(await line()).toMatch(/^total\.ts:\d:\d+ handlers: .+; \/orders is served as before\n$/)
  expect((await call('GET', orders)).status).toBe(200)
  await write('handlers.ts', 'export const handlers = { listOrder: () => ({ status: 200 }) }\n')
  expect(await line()).toBe(
    'handlers.ts:1:27 handlers: The contract has no operation "listOrder"; did you mean "listOrders"?; /orders is served as before\n',
  )
  expect((await call('GET', orders)).status).toBe(200)
})

test('a handler that throws is a 500, with its place in log and traffic, and changes nothing', async () => {
  const before = (await call('GET', orders)).body.orders?.length
  await write(
    'handlers.ts',
    `export const handlers = {
  async placeOrder(_, { store }) {
    await store.create({ kind: 'order', owner: 'x', data: {} })
    throw new TypeError('out of mugs')
  },
  listOrders: async (_, { store }) => ({ status: 200, body: { orders: await store.list('order', { owner: 'x' }) } }),
  getOrder: () => ({ status: 200, body: { id: 7 } }),
}
`,
  )
  await line()
  expect(before).toBeGreaterThan(0)
  expect(await call('POST', orders, mugs)).toMatchObject({ status: 500, body: { error: 'Internal Server Error' } })
  expect(await lastReason()).toBe('The handler of placeOrder threw TypeError: out of mugs (handlers.ts:4:11)')
  expect((await call('GET', orders)).body).toEqual({ orders: [] })
  const [entry] = logged.map((text) => JSON.parse(text)).filter(({ operation }) => operation === 'placeOrder')
  expect(entry).toMatchObject({ at: expect.stringMatching(/handlers\.ts:4:11$/), err: { type: 'TypeError' } })
  expect(entry.err.stack).toMatch(/handlers\.ts:4:11\)?$/m)
})

test('a reply that departs from the contract is a 500, and the traffic says how', async () => {
  expect((await call('GET', `${orders}/1`)).status).toBe(500)
  expect(await lastReason()).toMatch(/^The answer would have broken the contract: The body must have required property/)
})

test('resetting the world resets the data of handlers', async () => {
  await write('handlers.ts', await handlersExample('start'))
  await line()
  expect((await call('GET', orders)).body.orders).not.toEqual([])
  await call('POST', '/sandbox/v1/reset')
  expect((await call('GET', orders)).body).toEqual({ orders: [] })
})

test('the types are written where the configuration says, and only if they change', { tags: 'full' }, async () => {
  const lines: string[] = []
  const output = { out: (text: string) => void lines.push(text), error: (text: string) => void lines.push(text) }
  await writeHandlerTypes(loaded, output)
  await writeHandlerTypes(loaded, output)
  expect(lines).toEqual([
    expect.stringMatching(/^Types for \S*handlers\.ts written to \S*\.latchkey\/generated\/orders\n$/),
  ])
  const types = await readFile(join(folder, '.latchkey/generated/orders/handlers.ts'), 'utf8')
  expect(types).toContain("from 'latchkey/handlers'")
})

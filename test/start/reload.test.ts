import { once } from 'node:events'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { components } from '../../generated/sandbox/schema.ts'
import { ContractWatch } from '../../src/cli/contract-watch.ts'
import { followFiles } from '../../src/cli/own/follow.ts'
import { FollowedOwnApi } from '../../src/cli/own/followed-api.ts'
import { type Loaded, type Loading, loadOwnApis } from '../../src/cli/own/load.ts'
import { setupOfWord } from '../../src/cli/own/setup.ts'
import type { Api } from '../../src/served/api.ts'
import { startTestServers, type TestServers } from '../test-server.ts'

/** A contract whose only schema is in a file of its own. */
const contract = (paths: string, scheme = 'type: apiKey, in: header, name: X-Key') => `openapi: 3.1.0
info: { title: Tea house, version: "1" }
security: [{ key: [] }]
paths:
${paths}
components: { securitySchemes: { key: { ${scheme} } } }
`

const answer = '{ description: Teas, content: { application/json: { schema: { $ref: parts/tea.yaml } } } }'
const teas = `  /teas: { get: { responses: { "200": ${answer} } } }`
const pots = '  /pots: { get: { responses: { "204": { description: None } } } }'
const brews =
  '  /brews: { post: { requestBody: { content: { application/json: { schema: { type: object } } } }, responses: { "201": { description: Done } } } }'

let folder: string
let servers: TestServers
let apis: readonly Loaded[]
const watch = new ContractWatch()
const said: string[] = []
let wake = () => {}
let key: string

/** The next line that is said. */
async function line(): Promise<string> {
  while (said.length === 0)
    await new Promise<void>((done) => {
      wake = done
    })
  return said.shift() ?? ''
}

const say = (text: string) => {
  said.push(text)
  wake()
}

const at = (path: string, port = servers.port) => `http://127.0.0.1:${port}${path}`
const get = (path: string, sent: Record<string, string> = { 'X-Key': key }) => fetch(at(path), { headers: sent })

/** Puts a file in its place at once, so that no half of it is ever read. */
async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, 'draft.tmp'), text)
  await rename(join(folder, 'draft.tmp'), join(folder, name))
}

async function control(method: string, path: string, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' }
  return fetch(at(`/sandbox/v1${path}`), { method, headers, body: JSON.stringify(body) })
}

/** What the control API says of the API. */
async function listed(): Promise<Listed | undefined> {
  const { apis } = (await (await fetch(at('/sandbox/v1/apis'))).json()) as { readonly apis: readonly Listed[] }
  return apis.find(({ id }) => id === 'tea-house')
}

type Listed = components['schemas']['Api']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  await mkdir(join(folder, 'parts'))
  await write('parts/tea.yaml', 'type: string\nexamples: [sencha]\n')
  await write('openapi.yaml', contract(teas))
  const progress = { tell: () => {}, end: () => {} }
  const loading: Loading = { builtIn: ['sandbox'], cacheFolder: undefined, progress }
  const setup = setupOfWord(join(folder, 'openapi.yaml'), { auth: 'enforce', protect: [] })
  apis = await loadOwnApis([setup], loading)
  key = apis[0]?.own.report.schemes[0]?.credentials[0]?.value ?? ''
  servers = await startTestServers({ apis: ['sandbox'], own: apis.map(({ own: { api } }) => api) })
  const replace = (api: Api) => servers.replace(api)
  const followed = apis.map((api) => new FollowedOwnApi(api, loading, replace))
  const { reloaded: tell } = servers
  void followFiles({ apis: followed, config: undefined, watch, output: { out: say, error: say }, tell })
})

afterAll(async () => {
  watch.close()
  await servers.stop()
  await rm(folder, { recursive: true })
})

test('a changed contract is served, and a line says what changed', async () => {
  expect([(await get('/tea-house/teas')).status, (await get('/tea-house/pots')).status]).toEqual([200, 404])
  await write('openapi.yaml', contract(`${teas}\n${pots}`))
  expect(await line()).toMatch(/openapi\.yaml changed: added GET \/pots\n$/)
  expect((await get('/tea-house/pots')).status).toBe(204)
})

test('so is a change of a file that it refers to', async () => {
  await write('parts/tea.yaml', 'type: string\nexamples: [assam]\n')
  expect(await line()).toMatch(/openapi\.yaml changed: changed GET \/teas\n$/)
  expect(await (await get('/tea-house/teas')).json()).toBe('assam')
})

test('the mocks follow', async () => {
  const mocked = await fetch(at('/tea-house/teas', servers.mockPort), { headers: { 'X-Key': 'any' } })
  expect(await mocked.json()).toBe('assam')
})

test('a broken contract is one line, and the last good one is served', async () => {
  await write('openapi.yaml', `${contract(teas)}  broken\n`)
  expect(await line()).toMatch(/openapi\.yaml:7:3 syntax: .*; \/tea-house is served as before\n$/)
  expect((await get('/tea-house/pots')).status).toBe(204)
  expect((await listed())?.reload).toMatchObject({
    outcome: 'refused',
    text: expect.stringMatching(/openapi\.yaml:7:3 syntax: .*; \/tea-house is served as before$/),
  })
  await rm(join(folder, 'openapi.yaml'))
  expect(await line()).toMatch(/openapi\.yaml cannot be read: ENOENT.*; \/tea-house is served as before\n$/)
  await write('openapi.yaml', contract(teas))
  expect(await line()).toMatch(/openapi\.yaml changed: removed GET \/pots\n$/)
  const { reload, source, counts } = (await listed()) ?? {}
  expect(reload).toMatchObject({ outcome: 'served', text: expect.stringMatching(/changed: removed GET \/pots$/) })
  expect(source).toEqual({ kind: 'own', contract: relative('.', join(folder, 'openapi.yaml')) })
  expect(counts?.operations).toBe(1)
})

test('a contract that is repaired to what is served is one line', async () => {
  await write('openapi.yaml', `${contract(teas)}  broken\n`)
  expect(await line()).toMatch(/ is served as before\n$/)
  await write('openapi.yaml', contract(teas))
  expect(await line()).toMatch(/openapi\.yaml is valid again; nothing that is served changed\n$/)
})

test('a scheme that changes has a credential in every world, and what was there stays', async () => {
  expect((await get('/~old/tea-house/teas')).status).toBe(200)
  await control('PATCH', '/clock', { frozen: true })
  const before = await (await fetch(at('/sandbox/v1/clock'))).json()
  await write('openapi.yaml', contract(teas, 'type: http, scheme: bearer'))
  expect(await line()).toMatch(/openapi\.yaml changed: scheme changed: key\n$/)
  const bearer = { Authorization: `Bearer ${key}` }
  expect((await get('/tea-house/teas', bearer)).status).toBe(200)
  expect((await get('/~old/tea-house/teas', bearer)).status).toBe(200)
  expect((await get('/tea-house/teas')).status).toBe(401)
  expect(await (await fetch(at('/sandbox/v1/clock'))).json()).toEqual(before)
  const { exchanges } = (await (await fetch(at('/sandbox/v1/traffic'))).json()) as { exchanges: readonly object[] }
  expect(exchanges.length).toBeGreaterThan(5)
})

test('a request under way ends with the contract that it began with', async () => {
  const bearer = 'type: http, scheme: bearer'
  await write('openapi.yaml', contract(brews, bearer))
  expect(await line()).toMatch(/openapi\.yaml changed: added POST \/brews; removed GET \/teas\n$/)
  const underWay = postBrew({ Expect: '100-continue' })
  await once(underWay, 'continue')
  await write('openapi.yaml', contract(pots, bearer))
  expect(await line()).toMatch(/openapi\.yaml changed: added GET \/pots; removed POST \/brews\n$/)
  expect(await statusOf(underWay)).toBe(201)
  expect(await statusOf(postBrew())).toBe(404)
})

/** A request whose body is not sent yet. */
function postBrew(headers: Record<string, string> = {}): ClientRequest {
  const sent = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Content-Length': 2, ...headers }
  return request(at('/tea-house/brews'), { method: 'POST', headers: sent })
}

async function statusOf(sent: ClientRequest): Promise<number | undefined> {
  sent.end('{}')
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

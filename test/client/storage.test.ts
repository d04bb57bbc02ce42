import { type CredentialStorage, memoryStorage, webStorage } from 'latchkey/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../generated/khe/client.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { newClientPlace, password } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const admin = { way: 'password', client: 'abc123', email: 'grace@example.com', password } as const
const fortnight = 14 * 24 * 3_600

/** What browsers have, with the same surface. */
class Area {
  readonly values = new Map<string, string>()
  getItem = (key: string) => this.values.get(key) ?? null
  setItem = (key: string, value: string) => void this.values.set(key, value)
  removeItem = (key: string) => void this.values.delete(key)
}

test('two clients with one storage, as two tabs are, refresh once', async () => {
  const place = newClientPlace(server)
  const storage = memoryStorage()
  const options = place.options('khe')
  const refused = Promise.withResolvers<void>()
  // No refresh is answered before every call has been refused.
  const fetch = async (request: Request) => {
    if (request.url.endsWith('/refresh')) await refused.promise
    const response = await options.fetch(request)
    if (place.count('GET /users 401') === 50) refused.resolve()
    return response
  }
  const [one, other] = [0, 1].map(() => createClient({ ...options, fetch, authentication: admin, storage }))
  await one?.login()
  await place.advance(fortnight + 1, false)
  const calls = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? one : other)?.GET('/users'))
  const answers = await Promise.all(calls)

  expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([200]))
  expect(place.seen.filter((line) => line.startsWith('POST'))).toEqual([
    'POST /users/token 200',
    'POST /users/token/refresh 200',
  ])
})

test('a storage that takes its time is waited for', async () => {
  const place = newClientPlace(server)
  const memory = memoryStorage()
  const storage: CredentialStorage = {
    get: async (key) => memory.get(key),
    set: async (key, credential) => memory.set(key, credential),
    delete: async (key) => memory.delete(key),
  }
  const client = createClient({ ...place.options('khe'), authentication: admin, storage })
  await Promise.all(Array.from({ length: 10 }, () => client.GET('/users')))

  expect(place.count('POST /users/token 200')).toBe(1)
})

test('a login outlives a reload, and is renewed without the password', async () => {
  const place = newClientPlace(server)
  const area = new Area()
  await createClient({ ...place.options('khe'), authentication: admin, storage: webStorage(area) }).login()
  await place.advance(fortnight - 30)
  const authentication = { ...admin, password: () => undefined }
  const client = createClient({ ...place.options('khe'), authentication, storage: webStorage(area) })

  expect((await client.GET('/users')).status).toBe(200)
  expect(place.seen).toEqual(['POST /users/token 200', 'POST /users/token/refresh 200', 'GET /users 200'])
  expect([...area.values.keys()]).toEqual([`latchkey password ${place.options('khe').baseUrl}`])
  expect(area.values.values().next().value).not.toContain(password)
  await client.logout()
  expect(area.values.size).toBe(0)
})

test('what is no credential of this way is as good as nothing', async () => {
  const place = newClientPlace(server)
  const area = new Area()
  const { baseUrl } = place.options('khe')
  for (const text of ['{', '7', '{"way":"other","outputs":{},"obtained":1}', '{"way":"password"}']) {
    area.setItem(`latchkey password ${baseUrl}`, text)
    const client = createClient({ ...place.options('khe'), authentication: admin, storage: webStorage(area) })
    expect((await client.GET('/users')).status).toBe(200)
  }
  expect(place.count('POST /users/token 200')).toBe(4)
})

test('a logout in another tab is told, until the client is closed', async () => {
  const place = newClientPlace(server)
  const [area, tabs] = [new Area(), new EventTarget()]
  const storage = webStorage(area, tabs)
  const client = createClient({ ...place.options('khe'), authentication: admin, storage })
  await client.login()
  const { baseUrl } = place.options('khe')
  const heard = (key: string) => Object.assign(new Event('storage'), { key, newValue: null })
  tabs.dispatchEvent(heard('something else'))
  area.removeItem(`latchkey password ${baseUrl}`)
  tabs.dispatchEvent(heard(`latchkey password ${baseUrl}`))
  client.close()
  tabs.dispatchEvent(heard(`latchkey password ${baseUrl}`))

  expect(place.told).toEqual([{ event: 'lost', way: 'password', reason: 'ended elsewhere' }])
})

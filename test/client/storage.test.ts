import { type CredentialStorage, memoryStorage, webStorage } from 'latchkey/client'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createClient } from '../../generated/khe/client.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { Area, tabs } from './area.ts'
import { type ClientPlace, newClientPlace, password } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

afterEach(() => vi.unstubAllGlobals())

const admin = { way: 'password', client: 'abc123', email: 'grace@example.com', password } as const
const fortnight = 14 * 24 * 3_600

/** Where grace's credential is kept. */
const keyOf = (baseUrl: string) => `latchkey password ${baseUrl} client=abc123&email=grace%40example.com`

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
  expect([...area.values.keys()]).toEqual([keyOf(place.options('khe').baseUrl)])
  expect(area.values.values().next().value).not.toContain(password)
  await client.logout()
  expect(area.values.size).toBe(0)
})

test('what is no credential of this way is as good as nothing', async () => {
  const place = newClientPlace(server)
  const area = new Area()
  const { baseUrl } = place.options('khe')
  for (const text of ['{', '7', '{"way":"other","outputs":{},"obtained":1}', '{"way":"password"}']) {
    area.setItem(keyOf(baseUrl), text)
    const client = createClient({ ...place.options('khe'), authentication: admin, storage: webStorage(area) })
    expect((await client.GET('/users')).status).toBe(200)
  }
  expect(place.count('POST /users/token 200')).toBe(4)
})

test('a logout in another tab is told, until the client is closed', async () => {
  const place = newClientPlace(server)
  const [area, events] = [new Area(), new EventTarget()]
  const client = createClient({ ...place.options('khe'), authentication: admin, storage: webStorage(area, events) })
  await client.login()
  const key = keyOf(place.options('khe').baseUrl)
  const heard = (changed: string) => events.dispatchEvent(Object.assign(new Event('storage'), { key: changed }))
  heard('something else')
  area.removeItem(key)
  heard(key)
  await expect.poll(() => place.told).toEqual([{ event: 'lost', way: 'password', reason: 'ended elsewhere' }])
  await client.login()
  client.close()
  area.removeItem(key)
  heard(key)

  expect(place.told).toHaveLength(1)
})

/** Clients in tabs of one origin. */
function inTabs(place: ClientPlace, count: number) {
  return tabs(count).map((storage) => createClient({ ...place.options('khe'), authentication: admin, storage }))
}

test('a logout in one tab stays a logout in all of them until a login', async () => {
  const place = newClientPlace(server)
  const [one, other, third] = inTabs(place, 3)
  for (const client of [one, other]) await client?.GET('/users')
  await one?.logout()
  await expect.poll(() => place.told.length).toBe(2)
  const after = [await other?.GET('/users'), await one?.GET('/users'), await third?.GET('/users')]
  await other?.login()
  const again = [await other?.GET('/users'), await one?.GET('/users'), await third?.GET('/users')]

  expect(after.map((answer) => answer?.status)).toEqual([401, 401, 401])
  expect(again.map((answer) => answer?.status)).toEqual([200, 200, 200])
  expect(place.told.map(({ event, ...told }) => [event, 'reason' in told && told.reason])).toEqual([
    ['lost', 'ended elsewhere'],
    ['lost', 'ended elsewhere'],
  ])
})

test('a storage that tells of nothing is asked: what has gone was ended elsewhere', async () => {
  const place = newClientPlace(server)
  const storage = memoryStorage()
  const [one, other] = [0, 1].map(() => createClient({ ...place.options('khe'), authentication: admin, storage }))
  for (const client of [one, other]) await client?.GET('/users')
  await one?.logout()

  expect((await other?.GET('/users'))?.status).toBe(401)
  expect(place.told).toEqual([{ event: 'lost', way: 'password', reason: 'ended elsewhere' }])
  expect(place.count('POST /users/token 200')).toBe(1)
})

test('without Web Locks the refresh that comes second does not undo the first', async () => {
  vi.stubGlobal('navigator', {})
  const place = newClientPlace(server)
  const stored = Promise.withResolvers<void>()
  const storage = memoryStorage()
  const keeping: CredentialStorage = {
    ...storage,
    set: async (key, credential) => {
      await storage.set(key, credential)
      if (place.count('POST /users/token/refresh 200') > 0) stored.resolve()
    },
  }
  const { fetch: ask, ...options } = place.options('khe')
  // The refusal is heard after the success has been stored, as in a tab that is slower.
  const fetch = async (request: Request) => {
    const response = await ask(request)
    if (request.url.endsWith('/refresh') && !response.ok) await stored.promise
    return response
  }
  const [one, other] = [0, 1].map(() => createClient({ ...options, fetch, authentication: admin, storage: keeping }))
  await one?.GET('/users')
  await place.advance(fortnight + 5)
  const answers = await Promise.all([one?.GET('/users'), other?.GET('/users')])

  expect(answers.map((answer) => answer?.status)).toEqual([200, 200])
  expect(place.told).toEqual([expect.objectContaining({ event: 'renewed' })])
})

const full = () => {
  throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
}

test('a storage without room keeps nobody from a login or a renewal; the credential stays in memory', async () => {
  const place = newClientPlace(server)
  const area = new Area()
  const failures: unknown[] = []
  const client = createClient({
    ...place.options('khe'),
    authentication: admin,
    storage: webStorage(area),
    onStorageFailed: ({ error: _, ...event }) => failures.push(event),
  })
  await client.login()
  area.setItem = full
  await place.advance(fortnight - 30)
  const renewed = await client.GET('/users')
  const kept = area.values.size
  await place.advance(fortnight - 30)
  const again = await client.GET('/users')

  expect([renewed.status, again.status]).toEqual([200, 200])
  expect(place.count('POST /users/token/refresh 200')).toBe(2)
  // The credential that was traded in is not left for another tab.
  expect(kept).toBe(0)
  expect(failures).toEqual([
    { way: 'password', action: 'write' },
    { way: 'password', action: 'write' },
  ])
  expect(place.told.map(({ event }) => event)).toEqual(['renewed', 'renewed'])
  await client.logout()
  expect((await client.GET('/users')).status).toBe(401)
})

test('a storage that can be neither read nor written is as good as none', async () => {
  const place = newClientPlace(server)
  const denied = async () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
  const storage: CredentialStorage = { get: denied, set: denied, delete: denied }
  const actions = new Set<string>()
  const client = createClient({
    ...place.options('khe'),
    authentication: admin,
    storage,
    onStorageFailed: ({ action }) => void actions.add(action),
  })
  const statuses = [(await client.GET('/users')).status, (await client.GET('/users')).status]
  await client.logout()
  statuses.push((await client.GET('/users')).status)

  expect(statuses).toEqual([200, 200, 401])
  expect(place.seen).toEqual([
    'POST /users/token 200',
    'GET /users 200',
    'GET /users 200',
    'DELETE /users/token 200',
    'GET /users 401',
  ])
  expect([...actions].sort()).toEqual(['delete', 'read', 'write'])
})

test('what cannot be deleted does not come back', async () => {
  const place = newClientPlace(server)
  const area = new Area()
  const client = createClient({ ...place.options('khe'), authentication: admin, storage: webStorage(area) })
  await client.login()
  area.removeItem = full
  await client.logout()
  const after = await client.GET('/users')
  await client.login()

  expect(after.status).toBe(401)
  expect((await client.GET('/users')).status).toBe(200)
})

test('each person has a credential of their own in a storage that they share', async () => {
  const place = newClientPlace(server)
  const storage = webStorage(new Area())
  const clientOf = (email: string, baseUrl = place.options('khe').baseUrl) =>
    createClient({ ...place.options('khe'), baseUrl, authentication: { ...admin, email }, storage })
  const [grace, ada] = [clientOf('grace@example.com'), clientOf('ada@example.com')]
  await grace.GET('/users')
  await ada.GET('/users')
  const again = await grace.GET('/users')
  const slashed = await clientOf('grace@example.com', `${place.options('khe').baseUrl}/`).GET('/users')

  expect([again.status, slashed.status]).toEqual([200, 200])
  expect(place.count('POST /users/token 200')).toBe(2)
})

test('without Web Locks a refusal that is heard before the success of another tab waits for it', async () => {
  vi.stubGlobal('navigator', {})
  const place = newClientPlace(server)
  const { fetch: ask, ...options } = place.options('khe')
  const refused = Promise.withResolvers<void>()
  // The success is heard after the refusal has been.
  const fetch = async (request: Request) => {
    const response = await ask(request)
    if (!request.url.endsWith('/refresh')) return response
    if (response.ok) await refused.promise
    else setTimeout(() => refused.resolve(), 50)
    return response
  }
  const storage = memoryStorage()
  const [one, other] = [0, 1].map(() => createClient({ ...options, fetch, authentication: admin, storage }))
  await one?.login()
  await place.advance(fortnight + 5)
  const answers = await Promise.all([one?.GET('/users'), other?.GET('/users')])

  expect(answers.map((answer) => answer?.status)).toEqual([200, 200])
  expect(place.told).toEqual([expect.objectContaining({ event: 'renewed' })])
})

test('a storage that has become read-only does not bring back what was logged out', async () => {
  const place = newClientPlace(server)
  const area = new Area()
  const client = createClient({ ...place.options('khe'), authentication: admin, storage: webStorage(area) })
  await client.login()
  area.setItem = full
  area.removeItem = full
  await place.advance(fortnight - 30)
  await client.GET('/users')
  await client.logout()

  expect([(await client.GET('/users')).status, client.isAuthenticated()]).toEqual([401, false])
})

test('a storage that is cleared before there was a credential, or another one, ends nothing', async () => {
  const place = newClientPlace(server)
  const [area, events] = [new Area(), new EventTarget()]
  const client = createClient({ ...place.options('khe'), authentication: admin, storage: webStorage(area, events) })
  events.dispatchEvent(Object.assign(new Event('storage'), { key: null }))
  await client.GET('/users')
  const key = keyOf(place.options('khe').baseUrl)
  events.dispatchEvent(Object.assign(new Event('storage'), { key, newValue: null, storageArea: new Area() }))

  expect((await client.GET('/users')).status).toBe(200)
  expect(place.told).toEqual([])
})

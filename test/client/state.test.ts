import { memoryStorage } from 'latchkey/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient as createKhe } from '../../generated/khe/client.ts'
import { createClient as createNebula } from '../../generated/nebula-block/client.ts'
import { createClient as createNumbers } from '../../generated/numbers-station/client.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { tabs } from './area.ts'
import { newClientPlace, password } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

/** Keeps cookies as a browser does, which shows them to nobody. */
function inBrowser(fetch: (request: Request) => Promise<Response>) {
  let jar = ''
  return async (request: Request) => {
    if (jar) request.headers.set('Cookie', jar)
    const response = await fetch(request)
    jar = response.headers.getSetCookie()[0]?.split(';')[0] ?? jar
    const headers = new Headers(response.headers)
    headers.delete('Set-Cookie')
    return new Response(response.body, { status: response.status, headers })
  }
}

const grace = { way: 'password', client: 'abc123', email: 'grace@example.com', password } as const

/** What a user interface shows, one line for each time it is told to look again. */
function watched({ isAuthenticated, subscribe }: Pick<ReturnType<typeof createKhe>, 'isAuthenticated' | 'subscribe'>) {
  const shown = [isAuthenticated()]
  const end = subscribe(() => shown.push(isAuthenticated()))
  return { shown, end }
}

describe.concurrent('isAuthenticated() and subscribe()', () => {
  test('follow a login and a logout, and nothing in between', async () => {
    const place = newClientPlace(server)
    const khe = createKhe({ ...place.options('khe'), authentication: grace })
    const { shown, end } = watched(khe)
    await khe.GET('/users')
    await place.advance(14 * 24 * 3_600 - 30)
    await khe.GET('/users')
    await khe.logout()
    end()
    await khe.login()

    expect(shown).toEqual([false, true, false])
    expect(khe.isAuthenticated()).toBe(true)
  })

  test('follow a loss', async () => {
    const place = newClientPlace(server)
    const khe = createKhe({ ...place.options('khe'), authentication: grace })
    const { shown } = watched(khe)
    await khe.login()
    await place.control.POST('/reset')
    await khe.GET('/users')

    expect(shown).toEqual([false, true, false])
  })

  test('follow other tabs, and a reload', async () => {
    const place = newClientPlace(server)
    const [one, other, third] = tabs(3).map((storage) => ({ ...place.options('khe'), authentication: grace, storage }))
    const first = one && createKhe(one)
    const second = other && watched(createKhe(other))
    await first?.login()
    await expect.poll(() => second?.shown).toEqual([false, true])
    expect(third && createKhe(third).isAuthenticated()).toBe(true)
    await first?.logout()

    await expect.poll(() => second?.shown).toEqual([false, true, false])
  })

  test('follow a storage that takes its time, once it has been read', async () => {
    const place = newClientPlace(server)
    const memory = memoryStorage()
    const storage = { ...memory, get: async (key: string) => memory.get(key) }
    await createKhe({ ...place.options('khe'), authentication: grace, storage }).login()
    const khe = createKhe({ ...place.options('khe'), authentication: grace, storage })
    const { shown } = watched(khe)

    await expect.poll(() => shown).toEqual([false, true])
  })

  test('follow the way that is taken', async () => {
    const place = newClientPlace(server)
    const nebula = createNebula(place.options('nebula-block'))
    const { shown } = watched(nebula)
    await nebula.login({ way: 'password', username: 'ada', password })
    await nebula.login({ way: 'key', key: 'ak_' })
    await nebula.logout()

    // Somebody else may have logged in, so that what is shown of the first is looked at again.
    expect(shown).toEqual([false, true, true, false])
  })

  test('of a cookie follow what the API accepts', async () => {
    const place = newClientPlace(server)
    const session = { way: 'session', email: 'ada@example.com', password } as const
    const numbers = createNumbers({ ...place.options('numbers-station'), authentication: session })
    const { shown } = watched(numbers)
    const me = { params: { path: { account_name: 'acme' } } }
    expect((await numbers.GET('/api/v3/orgs/{account_name}/users/me', me)).status).toBe(200)
    await numbers.logout()

    expect(shown).toEqual([false, true, false])
  })

  test('of a cookie follow what the API refuses later', async () => {
    const place = newClientPlace(server)
    const email = 'ada@example.com'
    const options = { ...place.options('numbers-station'), fetch: inBrowser(place.options('numbers-station').fetch) }
    const me = { params: { path: { account_name: 'acme' } } }
    await createNumbers({ ...options, authentication: { way: 'session', email, password } }).login()
    const session = { way: 'session', email, password: () => undefined } as const
    const reloaded = createNumbers({ ...options, authentication: session })
    const { shown } = watched(reloaded)
    await reloaded.GET('/api/v3/orgs/{account_name}/users/me', me)
    await place.control.POST('/reset')
    const { status } = await reloaded.GET('/api/v3/orgs/{account_name}/users/me', me)

    expect([status, ...shown]).toEqual([401, false, true, false])
    expect(place.told).toEqual([{ event: 'lost', way: 'session', reason: 'refused', status: 401 }])
  })

  test('stay as they were where a login is refused', async () => {
    const place = newClientPlace(server)
    const nebula = createNebula(place.options('nebula-block'))
    const { shown } = watched(nebula)
    const failing = { way: 'password', username: 'ada', password: 'wrong-password' } as const
    await expect(nebula.login(failing)).rejects.toThrow()
    await nebula.login({ ...failing, password })
    await expect(nebula.login({ ...failing, username: 'grace' })).rejects.toThrow()
    const { status } = await nebula.GET('/users/credits')

    expect([status, ...shown]).toEqual([200, false, true])
    expect(place.told).toEqual([])
  })

  test('of a cookie do not take an outage of the login for a loss', async () => {
    const place = newClientPlace(server)
    const options = place.options('numbers-station')
    let isDown = false
    const session = { way: 'session', email: 'ada@example.com', password } as const
    const asked = inBrowser(options.fetch)
    const fetch = async (request: Request) => {
      if (isDown && request.url.endsWith('/session')) return new Response(null, { status: 502 })
      return asked(request)
    }
    const me = { params: { path: { account_name: 'acme' } } }
    await createNumbers({ ...options, fetch, authentication: session }).login()
    const reloaded = createNumbers({ ...options, fetch, authentication: session })
    await reloaded.GET('/api/v3/orgs/{account_name}/users/me', me)
    await place.control.POST('/reset')
    isDown = true
    await expect(reloaded.GET('/api/v3/orgs/{account_name}/users/me', me)).rejects.toMatchObject({ status: 502 })
    isDown = false
    const { status } = await reloaded.GET('/api/v3/orgs/{account_name}/users/me', me)

    expect([status, reloaded.isAuthenticated(), place.told]).toEqual([200, true, []])
  })

  test('hear nothing more of somebody whose place another one has taken', async () => {
    const place = newClientPlace(server)
    const options = place.options('khe')
    const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const khe = createKhe({
      ...options,
      authentication: grace,
      async fetch(request) {
        if (!request.url.endsWith('/refresh')) return options.fetch(request)
        asked.resolve()
        await gate.promise
        return Response.json({ errors: ['bad_refresh_token'] }, { status: 400 })
      },
    })
    await khe.login()
    await place.advance(14 * 24 * 3_600 + 1)
    const late = khe.GET('/users')
    await asked.promise
    await khe.login({ ...grace, email: 'ada@example.com' })
    gate.resolve()
    await late

    expect([khe.isAuthenticated(), place.told]).toEqual([true, []])
  })

  test('are not misled by an answer that is older than a logout', async () => {
    const place = newClientPlace(server)
    const options = place.options('numbers-station')
    const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const session = { way: 'session', email: 'ada@example.com', password } as const
    const numbers = createNumbers({
      ...options,
      authentication: session,
      async fetch(request) {
        const response = await options.fetch(request)
        if (request.url.endsWith('/me') && response.ok) {
          asked.resolve()
          await gate.promise
        }
        return response
      },
    })
    await numbers.login()
    const { shown } = watched(numbers)
    const late = numbers.GET('/api/v3/orgs/{account_name}/users/me', { params: { path: { account_name: 'acme' } } })
    await asked.promise
    await numbers.logout()
    gate.resolve()

    expect([(await late).status, ...shown]).toEqual([200, true, false])
  })

  test('end for one listener at a time, though it was given twice', async () => {
    const place = newClientPlace(server)
    const khe = createKhe({ ...place.options('khe'), authentication: grace })
    const told: number[] = []
    const listener = () => void told.push(told.length)
    khe.subscribe(listener)
    const end = khe.subscribe(listener)
    end()
    end()
    await khe.login()

    expect(told).toEqual([0])
  })
})

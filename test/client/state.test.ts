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

    expect(shown).toEqual([false, true, false])
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

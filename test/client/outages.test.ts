import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createClient as createKhe } from '../../generated/khe/client.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type ClientPlace, newClientPlace, password } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const grace = { way: 'password', client: 'abc123', email: 'grace@example.com', password } as const
const fortnight = 14 * 24 * 3_600

type Answering = (request: Request) => Response | undefined

/** A client between whom and the API something else may answer; undefined lets the request through. */
function kheBehind(place: ClientPlace, answering: Answering, more: Partial<Parameters<typeof createKhe>[0]> = {}) {
  const options = place.options('khe')
  const fetch = async (request: Request) => answering(request) ?? options.fetch(request)
  return createKhe({ ...options, authentication: grace, ...more, fetch })
}

const page = (status: number) => new Response('<h1>proxy</h1>', { status, headers: { 'Content-Type': 'text/html' } })

const refused = { errors: ['bad_refresh_token'] }

/** What a proxy, a gateway or a broken server says of its own, each time in the place of the API's answer. */
const outages: readonly (readonly [string, () => Response])[] = [
  ...[400, 401, 403, 404, 407, 413, 421, 425, 500, 502].map(
    (status) => [`a page with ${status}`, () => page(status)] as const,
  ),
  ["a gateway's JSON", () => Response.json({ message: 'Forbidden' }, { status: 400 })],
  ['an undocumented status in the form of the API', () => Response.json(refused, { status: 403 })],
  ['{}', () => Response.json({})],
  ['a success that holds a refusal', () => Response.json(refused)],
  ['a success without a body', () => new Response('')],
  ['204', () => new Response(null, { status: 204 })],
  ['a success that is no JSON', () => page(200)],
]

describe.concurrent.each(outages)('%s', (_, answer) => {
  test('to a renewal ends nothing; the next call renews', async () => {
    const place = newClientPlace(server)
    let isDown = false
    const khe = kheBehind(place, ({ url }) => (isDown && url.endsWith('/refresh') ? answer() : undefined))
    await khe.login()
    await place.advance(fortnight + 1)
    isDown = true
    const during = await khe.GET('/users')
    isDown = false
    const after = await khe.GET('/users')

    expect([during.status, after.status]).toEqual([401, 200])
    expect(place.told).toEqual([expect.objectContaining({ event: 'renewed' })])
  })

  test('to a first login is thrown by that call alone', async () => {
    const place = newClientPlace(server)
    let isDown = true
    const khe = kheBehind(place, () => (isDown ? answer() : undefined))
    await expect(khe.GET('/users')).rejects.toThrow()
    isDown = false

    expect((await khe.GET('/users')).status).toBe(200)
  })
})

describe.concurrent.each([429, 503])('%i with Retry-After', (status) => {
  test('to a renewal is asked once until the wait is over', async () => {
    const place = newClientPlace(server)
    let isBusy = false
    let asked = 0
    const khe = kheBehind(place, ({ url }) => {
      if (!isBusy || !url.endsWith('/refresh')) return undefined
      asked++
      return Response.json({ errors: ['x'] }, { status, headers: { 'Retry-After': '20' } })
    })
    await khe.login()
    await place.advance(fortnight - 30)
    isBusy = true
    for (let call = 0; call < 20; call++) expect((await khe.GET('/users')).status).toBe(200)
    expect(asked).toBe(1)
    isBusy = false
    await place.advance(21)

    expect((await khe.GET('/users')).status).toBe(200)
    expect(place.count('POST /users/token/refresh 200')).toBe(1)
  })

  test('to a first login is thrown again until the wait is over, unless login() is called', async () => {
    const place = newClientPlace(server)
    let asked = 0
    const khe = kheBehind(place, () => {
      asked++
      const date = new Date(place.options('khe').now() + 60_000)
      return Response.json({ errors: ['x'] }, { status, headers: { 'Retry-After': date.toUTCString() } })
    })
    const failure = { name: 'AuthenticationFailed', status, retryAfter: expect.closeTo(60, -0.4) }
    for (let call = 0; call < 3; call++) await expect(khe.GET('/users')).rejects.toMatchObject(failure)
    expect(asked).toBe(1)
    await expect(khe.login()).rejects.toMatchObject(failure)
    expect(asked).toBe(2)
    await place.advance(61)
    await expect(khe.GET('/users')).rejects.toMatchObject(failure)
    expect(asked).toBe(3)
  })
})

test('a listener that throws changes nothing, and its error is shown', async () => {
  const shown = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const place = newClientPlace(server)
  const bug = new Error('a bug of the app')
  const khe = kheBehind(place, () => undefined, {
    onRenewed: () => {
      throw bug
    },
  })
  await khe.login()
  await place.advance(fortnight - 30)
  const { status } = await khe.GET('/users')

  expect(status).toBe(200)
  expect(place.seen).toEqual(['POST /users/token 200', 'POST /users/token/refresh 200', 'GET /users 200'])
  expect(shown.mock.calls).toEqual([[bug]])
  shown.mockRestore()
})

describe.concurrent('a logout with an access token that has expired', () => {
  /** Logs in, and gives what ends with it: whether the refresh token still buys tokens. */
  async function expired(answering: Answering) {
    const place = newClientPlace(server)
    const tokens: string[] = []
    const options = place.options('khe')
    const khe = createKhe({
      ...options,
      authentication: grace,
      async fetch(request) {
        const response = answering(request) ?? (await options.fetch(request))
        if (request.url.endsWith('/token') && request.method === 'POST') tokens.push(await response.clone().text())
        return response
      },
    })
    await khe.login()
    const { key, refresh } = JSON.parse(tokens[0] ?? '')
    await place.advance(fortnight + 5)
    const stillRefreshes = async () => {
      const body = { client: 'abc123', key, refresh }
      return (await createKhe(place.options('khe')).POST('/users/token/refresh', { body })).status === 200
    }
    return { khe, place, stillRefreshes }
  }

  test('renews it first, and ends all of it', async () => {
    const { khe, place, stillRefreshes } = await expired(() => undefined)
    await khe.logout()

    expect(place.seen.slice(1)).toEqual([
      'DELETE /users/token 401',
      'POST /users/token/refresh 200',
      'DELETE /users/token 200',
    ])
    expect(await stillRefreshes()).toBe(false)
    expect((await khe.GET('/users')).status).toBe(401)
  })

  test('throws where it cannot be renewed', async () => {
    const { khe } = await expired(({ url }) => (url.endsWith('/refresh') ? page(502) : undefined))

    await expect(khe.logout()).rejects.toThrow('Log out by "password": refreshToken answered 502')
  })

  test('throws where a page is in the way', async () => {
    const { khe } = await expired(({ method }) => (method === 'DELETE' ? page(401) : undefined))

    await expect(khe.logout()).rejects.toThrow('Log out by "password": deleteToken answered 401')
  })

  test('is done where the API says that the refresh token has ended, too', async () => {
    const { khe, place } = await expired(() => undefined)
    await place.advance(365 * 24 * 3_600)
    await khe.logout()

    expect(place.seen.slice(1)).toEqual(['DELETE /users/token 401', 'POST /users/token/refresh 400'])
  })
})

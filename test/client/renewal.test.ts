import { AuthenticationFailed } from 'latchkey/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient as createKhe } from '../../generated/khe/client.ts'
import { createClient as createNebula } from '../../generated/nebula-block/client.ts'
import { createClient as createNumbers } from '../../generated/numbers-station/client.ts'
import { createClient as createTag } from '../../generated/tag/client.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type ClientPlace, newClientPlace, password } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const user = {
  way: 'password',
  clientId: 'abc123',
  clientSecret: '456789',
  username: 'ada@example.com',
  password,
} as const
const admin = { way: 'password', client: 'abc123', email: 'grace@example.com', password } as const
const attendee = { ...admin, email: 'ada@example.com' } as const

const tagIn = (place: ClientPlace) => createTag({ ...place.options('tag'), authentication: user })
const kheIn = (place: ClientPlace) => createKhe({ ...place.options('khe'), authentication: admin })
const nebulaIn = (place: ClientPlace) =>
  createNebula({ ...place.options('nebula-block'), authentication: { way: 'password', username: 'ada', password } })

const hour = 3_600

describe.concurrent('a credential is renewed', () => {
  test('a minute before its end, by `expires_in`', async () => {
    const place = newClientPlace(server)
    const tag = tagIn(place)
    await tag.login()
    await place.advance(hour - 90)
    await tag.GET('/delegate/list')
    await place.advance(45)
    const { status } = await tag.GET('/delegate/list')

    expect(status).toBe(200)
    const [token, list] = ['POST /oauth/v2/token 200', 'GET /delegate/list 200']
    expect(place.seen).toEqual([token, list, token, list])
    expect(place.told).toEqual([{ event: 'renewed', way: 'password', expires: expect.any(Number) }])
  })

  test('a minute before its end, by `expires`', async () => {
    const place = newClientPlace(server)
    const khe = kheIn(place)
    await khe.login()
    await place.advance(14 * 24 * hour - 30)
    const { status } = await khe.GET('/users')

    expect(status).toBe(200)
    expect(place.seen).toEqual(['POST /users/token 200', 'POST /users/token/refresh 200', 'GET /users 200'])
  })

  test('a minute before its end, by the `exp` of a JWT, with another login where there is no refresh', async () => {
    const place = newClientPlace(server)
    const nebula = nebulaIn(place)
    await nebula.login()
    await place.advance(2 * hour - 30)
    const { status } = await nebula.GET('/users/credits')

    expect(status).toBe(200)
    expect(place.seen).toEqual(['POST /login 200', 'POST /login 200', 'GET /users/credits 200'])
  })

  test('once after a 401, and the call is made again', async () => {
    const place = newClientPlace(server)
    const tag = tagIn(place)
    await tag.login()
    await place.advance(hour + 1, false)
    const { status } = await tag.GET('/delegate/list')

    expect(status).toBe(200)
    const [token, list] = ['POST /oauth/v2/token 200', 'GET /delegate/list']
    expect(place.seen).toEqual([token, `${list} 401`, token, `${list} 200`])
  })

  test('once, by fifty calls that are refused at the same time', async () => {
    const place = newClientPlace(server)
    const tag = tagIn(place)
    await tag.login()
    await place.advance(hour + 1, false)
    const answers = await Promise.all(Array.from({ length: 50 }, () => tag.GET('/delegate/list')))

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
    expect(place.count('POST /oauth/v2/token 200')).toBe(2)
    expect(place.count('GET /delegate/list 200')).toBe(50)
    expect(place.told).toHaveLength(1)
  })

  test('and the body of a refused call is sent again, whole', async () => {
    const place = newClientPlace(server)
    const nebula = nebulaIn(place)
    await nebula.login()
    await place.advance(2 * hour + 1, false)
    const name = 'é'.repeat(100)
    const { status, data } = await nebula.POST('/api-keys', { body: { name } })

    expect({ status, name: data?.data.name }).toEqual({ status: 200, name })
    expect(place.seen).toEqual(['POST /login 200', 'POST /api-keys 401', 'POST /login 200', 'POST /api-keys 200'])
  })

  test('by a first login that fifty calls wait for', async () => {
    const place = newClientPlace(server)
    const nebula = nebulaIn(place)
    await Promise.all(Array.from({ length: 50 }, () => nebula.GET('/users/credits')))

    expect(place.count('POST /login 200')).toBe(1)
    expect(place.count('GET /users/credits 200')).toBe(50)
  })

  test('not for a call that the next credential may not make either', async () => {
    const place = newClientPlace(server)
    const khe = createKhe({ ...place.options('khe'), authentication: attendee })
    const first = await khe.GET('/users')
    const second = await khe.GET('/users')

    expect([first.status, second.status]).toEqual([401, 401])
    const refused = 'GET /users 401'
    const refreshed = 'POST /users/token/refresh 200'
    expect(place.seen).toEqual(['POST /users/token 200', refused, refreshed, refused, refused])
  })

  test('not before the API refuses what cannot be renewed without a password', async () => {
    const place = newClientPlace(server)
    let isAsked = false
    const nebula = createNebula({
      ...place.options('nebula-block'),
      authentication: { way: 'password', username: 'ada', password: () => (isAsked ? undefined : password) },
    })
    await nebula.login()
    isAsked = true
    await place.advance(2 * hour - 30)
    const before = await nebula.GET('/users/credits')
    await place.advance(31)
    const after = await nebula.GET('/users/credits')

    expect([before.status, after.status]).toEqual([200, 401])
    expect(place.told).toEqual([{ event: 'lost', way: 'password', reason: 'refused', status: 401 }])
  })

  test('not by a password that was refused, also where a cookie is to be had', async () => {
    const place = newClientPlace(server)
    const session = { way: 'session', email: 'ada@example.com', password: 'wrong-password' } as const
    const numbers = createNumbers({ ...place.options('numbers-station'), authentication: session })
    const me = { params: { path: { account_name: 'acme' } } }
    for (let call = 0; call < 3; call++)
      await expect(numbers.GET('/api/v3/orgs/{account_name}/users/me', me)).rejects.toMatchObject({ status: 401 })

    expect(place.seen.filter((line) => line.startsWith('POST'))).toHaveLength(1)
  })

  test('not for a credential that a wrong clock here takes for dead from the start', async () => {
    const place = newClientPlace(server)
    const nebula = createNebula({
      ...place.options('nebula-block'),
      now: () => Date.now() + 24 * hour * 1_000,
      authentication: { way: 'password', username: 'ada', password },
    })
    await nebula.GET('/users/credits')
    await nebula.GET('/users/credits')

    expect(place.count('POST /login 200')).toBe(1)
  })
})

describe.concurrent('a credential is lost', () => {
  test('when the API refuses to renew it; the 401 stands, and nobody logs in again unasked', async () => {
    const place = newClientPlace(server)
    const khe = kheIn(place)
    await khe.login()
    await kheIn(place).logout()
    const elsewhere = kheIn(place)
    await elsewhere.login()
    await elsewhere.logout()
    place.seen.length = 0
    const answers = [await khe.GET('/users'), await khe.GET('/users')]

    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    expect(place.seen).toEqual(['GET /users 401', 'POST /users/token/refresh 400', 'GET /users 401'])
    expect(place.told).toEqual([{ event: 'lost', way: 'password', reason: 'refused', status: 400 }])
    await khe.login()
    expect((await khe.GET('/users')).status).toBe(200)
  })

  test('not when the API cannot be reached; the next call renews it', async () => {
    const place = newClientPlace(server)
    const options = place.options('tag')
    let isDown = false
    const tag = createTag({
      ...options,
      authentication: user,
      async fetch(request) {
        if (isDown && request.url.endsWith('/token')) throw new TypeError('fetch failed')
        return options.fetch(request)
      },
    })
    await tag.login()
    await place.advance(hour + 1, false)
    isDown = true
    const first = await tag.GET('/delegate/list')
    isDown = false
    const second = await tag.GET('/delegate/list')

    expect([first.status, second.status]).toEqual([401, 200])
    expect(place.told).toEqual([expect.objectContaining({ event: 'renewed' })])
  })
})

describe.concurrent('a login', () => {
  test('that is refused is thrown with its status, and not tried again unasked', async () => {
    const place = newClientPlace(server)
    const tag = createTag({ ...place.options('tag'), authentication: { ...user, password: 'wrong-password' } })
    const failures = [await failureOf(tag.GET('/delegate/list')), await failureOf(tag.GET('/delegate/list'))]

    expect(failures[1]).toBe(failures[0])
    expect(failures[0]).toBeInstanceOf(AuthenticationFailed)
    expect(failures[0]).toMatchObject({
      message: 'Log in by "password": createAccessToken answered 400',
      way: 'password',
      status: 400,
      refusal: { error: 'invalid_grant', error_description: expect.any(String) },
    })
    expect(place.seen).toEqual(['POST /oauth/v2/token 400'])
    await failureOf(tag.login())
    expect(place.seen).toHaveLength(2)
  })

  test('that comes too often says when to try again', async () => {
    const place = newClientPlace(server)
    const path = { params: { path: { api: 'nebula-block' } } }
    await place.control.PATCH('/clock', { body: { frozen: true } })
    await place.control.PATCH('/apis/{api}/settings', { ...path, body: { failuresPerLogin: 1 } })
    const nebula = createNebula({
      ...place.options('nebula-block'),
      authentication: { way: 'password', username: 'ada', password: 'wrong-password' },
    })
    await failureOf(nebula.login())

    expect(await failureOf(nebula.login())).toMatchObject({ status: 429, retryAfter: expect.any(Number) })
  })

  test('without an input does not come about; the API says 401', async () => {
    const place = newClientPlace(server)
    const tag = createTag({ ...place.options('tag'), authentication: { ...user, password: () => undefined } })

    expect((await tag.GET('/delegate/list')).status).toBe(401)
    expect(await failureOf(tag.login())).toMatchObject({ message: 'Log in by "password": an input is missing' })
  })

  test('may be by another way than the first', async () => {
    const place = newClientPlace(server)
    const nebula = createNebula(place.options('nebula-block'))
    expect((await nebula.GET('/users/credits')).status).toBe(401)
    await nebula.login({ way: 'password', username: 'ada', password })

    expect((await nebula.GET('/users/credits')).status).toBe(200)
    expect(await failureOf(createNebula(place.options('nebula-block')).login())).toBeInstanceOf(TypeError)
  })

  test('before the account is activated is told from one that failed', async () => {
    const place = newClientPlace(server)
    const { createClient } = await import('../../generated/innodata/client.ts')
    const innodata = createClient(place.options('innodata'))
    await innodata.POST('/v1/users', { body: { name: 'Lin', email: 'lin@example.com', password } })

    expect(await failureOf(innodata.login({ way: 'password', username: 'lin@example.com', password }))).toMatchObject({
      message: 'Log in by "password": login answered no credential',
      status: undefined,
    })
  })
})

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

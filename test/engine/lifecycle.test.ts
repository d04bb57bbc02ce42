import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { ownApi } from '../../src/engine/own-api.ts'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { password, watchedPlace } from '../traffic/place.ts'
import { answer, documentOf, sketched } from './contracts.ts'

const text = { type: 'string' }
const body = (...names: string[]) => ({
  content: {
    'application/json': {
      schema: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, text])) },
    },
  },
})
const login = { operationId: 'login', requestBody: { user: '$inputs.user', password: '$inputs.password' } }
const inputs = { user: {}, password: {} }
const example = (value: object) => ({ responses: { '200': answer({ example: value }) } })

interface Session {
  /** The lifecycle of its one way. */
  readonly lifecycle: object
  readonly way?: object
  readonly scheme?: object
  readonly shown?: object
}

/** An API with one login, one renewal, one logout and one operation that takes its credential. */
function sessions(id: string, { lifecycle, way = {}, scheme, shown = { token: 't', refresh: 'r' } }: Session) {
  const ways = {
    session: {
      inputs,
      obtain: login,
      outputs: { token: '$response.body#/token', refresh: '$response.body#/refresh' },
      send: '$outputs.token',
      renew: { operationId: 'renew', requestBody: { refresh: '$outputs.refresh' } },
      end: { operationId: 'logout' },
      ...way,
    },
  }
  const session = { ...(scheme ?? { type: 'http', scheme: 'bearer' }), 'x-ways': ways, 'x-lifecycle': lifecycle }
  return ownApi(
    id,
    documentOf(id, {
      schemes: { session },
      operations: {
        'POST /login': { operationId: 'login', requestBody: body('user', 'password'), security: [], ...example(shown) },
        'POST /renew': { operationId: 'renew', requestBody: body('refresh'), security: [], ...example(shown) },
        'POST /logout': { operationId: 'logout', security: [{ session: [] }] },
        'GET /me': { security: [{ session: [] }] },
      },
    }),
    { auth: 'enforce', protect: [] },
  )
}

const keyPattern = 'tk_[a-z0-9]{24}'
const patterned = sessions('patterned', {
  lifecycle: { credential: { name: 'team-token', form: { pattern: keyPattern }, lifetime: 'never', idle: 'PT30M' } },
})
const claims = { mail: '$account.email', roles: ['$account.role'] }
const signed = sessions('signed', {
  lifecycle: {
    credential: { name: 'access-token', form: { jwt: { alg: 'HS256', claims } }, lifetime: 'PT2H' },
    ends: 'subject',
  },
})
const strict = sessions('strict', {
  lifecycle: { refresh: { lifetime: 'P1D', grace: 'PT0S' }, atMost: 2, ends: 'this' },
})
const forgiving = sessions('forgiving', {
  lifecycle: { refresh: { reuse: 'refuse', idle: 'PT1H' }, atMost: 1, atLimit: 'refuse' },
})
const kept = sessions('kept', {
  shown: { token: 't' },
  way: { outputs: { token: '$response.body#/token' }, renew: undefined },
  lifecycle: { shown: 'always', issuedAt: 'activate', credential: { name: 'live-key', lifetime: 'never' } },
})
const browser = sessions('browser', {
  scheme: { type: 'apiKey', in: 'cookie', name: 'sid' },
  shown: {},
  way: {
    inputs: { ...inputs, elsewhere: { required: false } },
    obtain: { ...login, requestBody: { ...login.requestBody, elsewhere: '$inputs.elsewhere' } },
    outputs: {},
    renew: undefined,
    send: undefined,
  },
  lifecycle: {
    credential: { name: 'cookie-session' },
    cookie: { sameSite: 'strict', crossSite: 'elsewhere', replaces: true },
  },
})
const precedence = sketched('precedence', {
  root: { 'x-precedence': ['bearer', 'key'] },
  schemes: { bearer: { type: 'http', scheme: 'bearer' }, key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  operations: { 'GET /me': { security: [{ key: [] }, { bearer: [] }] } },
})
const apis = [patterned, signed, strict, forgiving, kept, browser, precedence]

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ ownApis: apis.map(({ api }) => api) })
})
afterAll(() => server.stop())

interface Tokens {
  readonly token: string
  readonly refresh: string
}

async function logIn(place: Place, api: string, user = 'ada'): Promise<Tokens> {
  const got = await place.send('POST', `/${api}/login`, { json: { user, password } })
  expect(got.status).toBe(200)
  return got.json as Tokens
}
const me = async (place: Place, api: string, bearer: string) =>
  (await place.send('GET', `/${api}/me`, { bearer })).status
const renew = async (place: Place, api: string, refresh: string) => {
  const got = await place.send('POST', `/${api}/renew`, { json: { refresh } })
  return { status: got.status, ...(got.json as Partial<Tokens>) }
}

describe('a credential of a pattern', () => {
  test('fits it, and any other text is malformed and said to be', async () => {
    const { place, last } = await watchedPlace(server)
    const { token } = await logIn(place, 'patterned')
    expect(token).toMatch(new RegExp(`^${keyPattern}$`))
    expect(await me(place, 'patterned', token)).toBe(204)
    expect(await me(place, 'patterned', 'tk_short')).toBe(401)
    expect((await last()).reason).toBe(`It is not a text that matches ${keyPattern}`)
    expect(await me(place, 'patterned', `tk_${'a'.repeat(24)}`)).toBe(401)
    expect((await last()).reason).toMatch(/never issued/)
  })

  test('lives without an end while it is used', async () => {
    const place = newPlace(server)
    const { token } = await logIn(place, 'patterned')
    for (let times = 0; times < 3; times++) {
      await place.hooks('patterned').advanceClock(29 * 60)
      expect(await me(place, 'patterned', token)).toBe(204)
    }
    await place.hooks('patterned').advanceClock(30 * 60)
    expect(await me(place, 'patterned', token)).toBe(401)
  })
})

describe('a JWT', () => {
  const claimsIn = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

  test('says of its account what is declared, of whom it is for, and when it ends', async () => {
    const place = newPlace(server)
    const { iss, aud, mail, roles, sub, exp, iat } = claimsIn((await logIn(place, 'signed')).token)
    const world = place.root.replace('/', '')
    expect([iss, aud, mail, roles, sub, exp - iat]).toEqual([
      ...['signed', `signed${world}`, 'ada@example.com'],
      ...[['user'], '1', 7_200],
    ])
  })

  test.each([
    ['of another world', async () => (await logIn(newPlace(server), 'signed')).token, /issued in another world/],
    [
      'that was altered',
      async (place: Place) => `${(await logIn(place, 'signed')).token.slice(0, -4)}AAAA`,
      /not signed here/,
    ],
    ['that is none', async () => 'x.y.z', /^It is not a JWT$/],
  ])('%s is refused, and said to be', async (_, make, reason) => {
    const { place, last } = await watchedPlace(server)
    expect(await me(place, 'signed', await make(place))).toBe(401)
    expect((await last()).reason).toMatch(reason)
  })

  test('ends with all of its account where that is declared', async () => {
    const place = newPlace(server)
    const [one, other, grace] = [
      await logIn(place, 'signed'),
      await logIn(place, 'signed'),
      await logIn(place, 'signed', 'grace'),
    ]
    await place.send('POST', '/signed/logout', { bearer: one.token })
    expect([await me(place, 'signed', other.token), await me(place, 'signed', grace.token)]).toEqual([401, 204])
  })
})

describe('a login', () => {
  test('makes room by the oldest, with its refresh token; a logout ends what it is declared to end', async () => {
    const place = newPlace(server)
    const all = [await logIn(place, 'strict'), await logIn(place, 'strict'), await logIn(place, 'strict')] as const
    const states = await Promise.all(all.map(({ token }) => me(place, 'strict', token)))
    expect([...states, (await renew(place, 'strict', all[0].refresh)).status]).toEqual([401, 204, 204, 401])
    await place.send('POST', '/strict/logout', { bearer: all[1].token })
    expect([await me(place, 'strict', all[1].token), (await renew(place, 'strict', all[1].refresh)).status]).toEqual([
      401, 200,
    ])
  })

  test('is refused where the limit says so', async () => {
    const place = newPlace(server)
    await logIn(place, 'forgiving')
    const got = await place.send('POST', '/forgiving/login', { json: { user: 'ada', password } })
    expect(got.status).toBe(409)
  })

  test('ends when it was to end from the beginning, however often it is renewed', async () => {
    const place = newPlace(server)
    let { refresh } = await logIn(place, 'strict')
    await place.hooks('strict').advanceClock(20 * 3_600)
    refresh = (await renew(place, 'strict', refresh)).refresh ?? ''
    await place.hooks('strict').advanceClock(4 * 3_600)
    expect((await renew(place, 'strict', refresh)).status).toBe(401)
  })

  test('ends at once by a replay where there is no grace, and never where that is declared', async () => {
    const place = newPlace(server)
    for (const [api, after] of [
      ['strict', 401],
      ['forgiving', 200],
    ] as const) {
      const { refresh } = await logIn(place, api)
      const next = await renew(place, api, refresh)
      expect((await renew(place, api, refresh)).status).toBe(401)
      expect((await renew(place, api, next.refresh ?? '')).status).toBe(after)
    }
  })

  test('shows again what the account has from its activation, in its own world alone', async () => {
    const [place, other] = [newPlace(server), newPlace(server)]
    const { token } = await logIn(place, 'kept')
    expect([(await logIn(place, 'kept')).token, await me(place, 'kept', token)]).toEqual([token, 204])
    expect((await logIn(other, 'kept')).token).not.toBe(token)
  })
})

describe('a session cookie', () => {
  async function begin(place: Place, sent: Sent = {}) {
    const got = await place.send('POST', '/browser/login', { json: { user: 'ada', password }, ...sent })
    const [cookie = ''] = (got.header('set-cookie') ?? '').split(';')
    return { cookie, attributes: got.header('set-cookie') ?? '' }
  }
  const use = (place: Place, cookie: string) => place.send('GET', '/browser/me', { cookie })

  test('is as strict as declared, and takes the place of the one before', async () => {
    const place = newPlace(server)
    const first = await begin(place)
    expect(first.attributes).toMatch(/; SameSite=Strict$/)
    const second = await begin(place, { cookie: first.cookie })
    const across = await place.send('POST', '/browser/login', { json: { user: 'ada', password, elsewhere: 'true' } })
    expect(across.header('set-cookie')).toMatch(/; SameSite=None$/)
    expect([(await use(place, first.cookie)).status, (await use(place, second.cookie)).status]).toEqual([401, 204])
  })

  test('that is dead is taken back; one of another world is none, and does not stand in the way', async () => {
    const { place, last } = await watchedPlace(server)
    const { cookie: foreign } = await begin(newPlace(server))
    const { cookie } = await begin(place)
    const got = await use(place, foreign)
    expect([got.status, got.all('set-cookie')]).toEqual([401, []])
    expect((await last()).reason).toBe('The session cookie was issued in another world')
    expect((await use(place, `${foreign}; ${cookie}`)).status).toBe(204)
    await place.send('POST', '/browser/logout', { cookie })
    expect((await use(place, cookie)).header('set-cookie')).toMatch(/^sid=; Max-Age=0; /)
  })
})

test('the first scheme of x-precedence that was sent decides alone, whatever the order of the contract', async () => {
  const place = newPlace(server)
  const value = (scheme: string) =>
    precedence.report.schemes.find(({ name }) => name === scheme)?.credentials[0]?.value ?? ''
  const key: [string, string] = ['X-Key', value('key')]
  const send = async (sent: Sent) => (await place.send('GET', '/precedence/me', sent)).status
  expect([
    await send({ headers: [key] }),
    await send({ headers: [key], bearer: value('bearer') }),
    await send({ headers: [key], bearer: 'wrong' }),
    await send({ headers: [['X-Key', 'wrong']], bearer: value('bearer') }),
  ]).toEqual([204, 204, 401, 204])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { type Got, newPlace, type Place, stillPlace } from '../attacks/place.ts'
import { countedPasswords } from '../passwords.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { advance, password, watchedPlace } from '../traffic/place.ts'
import { demoOf } from './contracts.ts'
import { cookie, corners, grants, kept, machines, pairs, places, shop } from './way-contracts.ts'

const { passwords, count } = countedPasswords()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    passwords,
    ownApis: [shop, grants, kept, cookie, pairs, machines, corners, places].map(({ api }) => api),
  })
})

afterAll(() => server.stop())

type Form = Readonly<Record<string, string>>

const post = (place: Place, path: string, json: unknown, sent: Sent = {}) => place.send('POST', path, { json, ...sent })
const get = async (place: Place, path: string, sent: Sent) => (await place.send('GET', path, sent)).status

interface Session {
  readonly access: string
  readonly refresh: string
  readonly expiresIn: number
  readonly user: object
}

const login = (place: Place, user: string, secret = password) =>
  post(place, '/shop/login', { who: { user, password: secret } })
const session = ({ json }: Got) => (json as { data: Session }).data
const renew = (place: Place, refresh: string) => post(place, '/shop/renew', { refresh })
const me = (place: Place, bearer: string) => get(place, '/shop/me', { bearer })

describe('a login', () => {
  test('answers with the documented example, with tokens and account data in their places', async () => {
    const place = await stillPlace(server)
    const got = await login(place, 'grace')
    expect([got.status, got.json]).toEqual([
      200,
      {
        data: {
          access: expect.stringMatching(/^[\w-]{43}$/),
          refresh: expect.stringMatching(/^[\w-]{43}$/),
          expiresIn: 900,
          user: { id: 2, email: 'grace@example.com', plan: 'free' },
          kind: 'session',
        },
      },
    ])
    expect(await me(place, session(got).access)).toBe(204)
    expect(await me(place, session(got).refresh)).toBe(401)
  })

  test('accepts the name and the e-mail, and no other world accepts its token', async () => {
    const place = newPlace(server)
    const got = await login(place, 'ada@example.com')
    expect([await me(place, session(got).access), await me(newPlace(server), session(got).access)]).toEqual([204, 401])
  })

  test('that is wrong has the same answer and hashes one password, whatever is wrong', async () => {
    const { place, last } = await watchedPlace(server)
    await place.hooks('shop').disableAccount('grace@example.com', true)
    const attempts = [
      ['ada', 'wrong', 'The password is not that of ada@example.com'],
      ['nobody', password, 'Nobody has that name'],
      ['constructor', password, 'Nobody has that name'],
      ['grace', password, 'The account grace@example.com was disabled less than a second ago'],
    ] as const
    for (const [user, secret, reason] of attempts) {
      const before = count()
      const got = await login(place, user, secret)
      expect([got.status, got.json, got.all('www-authenticate')]).toEqual([
        ...[401, { error: 'No' }],
        ['Bearer realm="shop"'],
      ])
      expect([count() - before, (await last()).reason]).toEqual([1, reason])
    }
  })

  test('without what its way requires is invalid, and hashes nothing', async () => {
    const place = newPlace(server)
    const before = count()
    for (const json of [{}, { who: {} }, { who: { user: 'ada' } }, { who: { user: 'ada', password: '' } }, { who: 7 }])
      expect((await post(place, '/shop/login', json)).status).toBe(400)
    expect(count()).toBe(before)
  })

  test('makes a name wait after its fifth wrong password, with the documented answer', async () => {
    const place = await stillPlace(server)
    for (let failure = 0; failure < 5; failure++) expect((await login(place, 'ada', 'wrong')).status).toBe(401)
    const waiting = await login(place, 'ada')
    expect([waiting.status, waiting.json, waiting.header('retry-after')]).toEqual([429, { error: 'Wait' }, '1'])
    expect((await login(place, 'grace')).status).toBe(200)
    await advance(place, 1)
    expect((await login(place, 'ada')).status).toBe(200)
  })

  test('makes an address wait that guesses too often', async () => {
    const place = await stillPlace(server)
    await place.hooks('shop').changeSettings({ failuresPerAddress: 3 })
    for (const user of ['a', 'b', 'c']) expect((await login(place, user)).status).toBe(401)
    expect((await login(place, 'ada')).status).toBe(429)
  })

  test('leaves no password or token in the traffic', async () => {
    const { place, all } = await watchedPlace(server)
    const { access, refresh } = session(await login(place, 'ada'))
    await renew(place, refresh)
    await me(place, access)
    await login(place, 'ada', 'wrong-password')
    const told = JSON.stringify(await all())
    for (const secret of [password, access, refresh, 'wrong-password']) expect(told).not.toContain(secret)
  })
})

describe('a token', () => {
  test('lives as long as the documented answer says, by the clock of the world', async () => {
    const { place, last } = await watchedPlace(server)
    const { access } = session(await login(place, 'ada'))
    await advance(place, 899)
    expect(await me(place, access)).toBe(204)
    await advance(place, 3)
    expect(await me(place, access)).toBe(401)
    expect((await last()).reason).toBe('The credential expired 2 s ago')
  })

  test('has the role of its account', async () => {
    const place = newPlace(server)
    const [ada, grace] = [session(await login(place, 'ada')), session(await login(place, 'grace'))]
    expect(await get(place, '/shop/admin', { bearer: ada.access })).toBe(403)
    expect(await get(place, '/shop/admin', { bearer: grace.access })).toBe(204)
  })
})

describe('a renewal', () => {
  test('replaces both tokens, in the type that its answer documents', async () => {
    const place = newPlace(server)
    const first = session(await login(place, 'ada'))
    const second = session(await renew(place, first.refresh))
    expect(second).toEqual({ access: expect.any(String), refresh: expect.any(String), expiresIn: '900' })
    expect([await me(place, first.access), await me(place, second.access)]).toEqual([401, 204])
    expect((await renew(place, second.refresh)).status).toBe(200)
  })

  test('of one refresh token succeeds once, of twenty at the same time', async () => {
    const place = newPlace(server)
    const { refresh } = session(await login(place, 'ada'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => renew(place, refresh)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]))
    const won = answers.find(({ status }) => status === 200) as Got
    expect(await me(place, session(won).access)).toBe(204)
  })

  test('with a token that was used is refused; after ten seconds it ends the family', async () => {
    const { place, last } = await watchedPlace(server)
    const first = session(await login(place, 'ada'))
    const second = session(await renew(place, first.refresh))
    await advance(place, 9)
    const again = await renew(place, first.refresh)
    expect([again.status, again.json, await me(place, second.access)]).toEqual([400, { error: 'No' }, 204])
    await advance(place, 1)
    await renew(place, first.refresh)
    expect((await last()).reason).toContain('everything that came of it is revoked now')
    expect([await me(place, second.access), (await renew(place, second.refresh)).status]).toEqual([401, 400])
  })

  test('is possible for thirty days after the login', async () => {
    const place = await stillPlace(server)
    let { refresh } = session(await login(place, 'ada'))
    for (const seconds of [29 * 86_400, 86_399]) {
      await advance(place, seconds)
      refresh = session(await renew(place, refresh)).refresh
    }
    await advance(place, 1)
    expect((await renew(place, refresh)).status).toBe(400)
  })

  test('is refused for an unknown token, an access token, and an account that was disabled', async () => {
    const place = newPlace(server)
    const { access, refresh } = session(await login(place, 'ada'))
    expect((await renew(place, 'unknown')).status).toBe(400)
    expect((await renew(place, access)).status).toBe(400)
    await place.hooks('shop').disableAccount('ada@example.com', true)
    expect((await renew(place, refresh)).status).toBe(400)
  })
})

describe('a logout', () => {
  test('ends everything that came of the login, and nothing else', async () => {
    const place = newPlace(server)
    const [one, other] = [session(await login(place, 'ada')), session(await login(place, 'ada'))]
    expect((await place.send('POST', '/shop/logout', { bearer: one.access })).status).toBe(204)
    expect([await me(place, one.access), (await renew(place, one.refresh)).status]).toEqual([401, 400])
    expect([await me(place, other.access), (await place.send('POST', '/shop/logout')).status]).toEqual([204, 401])
  })

  test('by the refresh token needs no other credential, and answers an unknown one alike', async () => {
    const place = newPlace(server)
    const got = await place.send('POST', '/grants/token', {
      form: { grant_type: 'password', username: 'ada', password },
    })
    const { access_token: bearer = '', refresh_token: token = '' } = got.json as Form
    const end = (form: Form) => place.send('POST', '/grants/revoke', { form })
    expect([(await end({ token: 'unknown' })).status, await get(place, '/grants/read', { bearer })]).toEqual([204, 204])
    expect([(await end({ token })).status, await get(place, '/grants/read', { bearer })]).toEqual([204, 401])
    expect((await end({})).status).toBe(400)
  })
})

describe('one operation for several grants', () => {
  const token = (place: Place, form: Form) => place.send('POST', '/grants/token', { form })
  const byPassword = (place: Place, more: Form = {}) =>
    token(place, { grant_type: 'password', username: 'ada', password, ...more })
  const tokens = ({ json }: Got) => json as Record<'access_token' | 'refresh_token', string> & { expires_at: number }

  test('is told by the constants which one is meant', async () => {
    const place = await stillPlace(server)
    const first = tokens(await byPassword(place))
    expect(first.expires_at).toBe(Date.parse('2026-03-01T13:00:00Z') / 1_000)
    const second = tokens(await token(place, { grant_type: 'refresh_token', refresh_token: first.refresh_token }))
    expect(await get(place, '/grants/read', { bearer: second.access_token })).toBe(204)
    for (const form of [{}, { grant_type: 'constructor' }, { grant_type: 'refresh_token', username: 'ada', password }])
      expect((await token(place, form)).status).toBe(400)
  })

  test('issues the scopes that are asked for, and all without asking', async () => {
    const place = newPlace(server)
    const all = tokens(await byPassword(place)).access_token
    const one = tokens(await byPassword(place, { scope: 'read' })).access_token
    const statuses = (bearer: string) =>
      Promise.all(['read', 'write'].map((path) => get(place, `/grants/${path}`, { bearer })))
    expect([await statuses(all), await statuses(one)]).toEqual([
      [204, 204],
      [204, 403],
    ])
  })

  test('issues no scope that the scheme does not have, and a renewal no more than there was', async () => {
    const place = newPlace(server)
    const { access_token: bearer, refresh_token } = tokens(await byPassword(place, { scope: 'read admin user' }))
    const [found] = (await secretsOf(place, 'grants')).filter(({ kind }) => kind === 'credential')
    expect(found?.data).toMatchObject({ scopes: ['read'] })
    expect(await get(place, '/grants/write', { bearer })).toBe(403)
    const next = tokens(await token(place, { grant_type: 'refresh_token', refresh_token, scope: 'write' }))
    expect(await get(place, '/grants/write', { bearer: next.access_token })).toBe(403)
  })
})

/** What a world has issued of an API, newest first, but for its demo credentials. */
async function secretsOf(place: Place, api: string) {
  const { secrets } = (await server.store.world(place.world)).api(api)
  const live = await secrets.newest()
  return live.map(({ secret }) => secret).filter(({ id }) => !id.startsWith('demo-'))
}

describe('a refresh token that its answer does not replace', () => {
  const body = { email: 'ada@example.com', password }
  const logIn = async (place: Place) =>
    (await post(place, '/kept/token', body, { query: { grant_type: 'password' } })).json as Record<string, string>
  const refresh = (place: Place, value = '') => place.send('POST', '/kept/refresh', { headers: [['X-Refresh', value]] })

  test('is used again; the token before ends, and the next one is a JWT that says when it expires', async () => {
    const place = await stillPlace(server)
    const first = await logIn(place)
    expect(first.until).toBe('2026-03-01T13:00:00.000Z')
    const [, claims = ''] = first.token?.split('.') ?? []
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      ...{ sub: '1', iss: 'kept', iat: Date.parse('2026-03-01T12:00:00Z') / 1_000 },
      exp: Date.parse('2026-03-01T13:00:00Z') / 1_000,
    })
    for (let again = 0; again < 2; again++) {
      const next = (await refresh(place, first.refresh)).json as Record<string, string>
      expect(Object.keys(next)).toEqual(['token', 'until'])
      expect([
        await get(place, '/kept/me', { bearer: first.token ?? '' }),
        await get(place, '/kept/me', { bearer: next.token ?? '' }),
      ]).toEqual([401, 204])
    }
    await place.hooks('kept').advanceClock(30 * 86_400)
    expect((await refresh(place, first.refresh)).status).toBe(401)
  })

  test('buys nothing after a logout, and nothing that lives on if both happen at once', async () => {
    const place = newPlace(server)
    const { token: bearer = '', refresh: value } = await logIn(place)
    await Promise.all([
      ...Array.from({ length: 10 }, () => refresh(place, value)),
      place.send('POST', '/kept/logout', { bearer }),
    ])
    const [left] = await Promise.all([secretsOf(place, 'kept')])
    const isEnded = !left.some(({ kind }) => kind === 'refresh-token')
    expect(left.filter(({ kind }) => kind === 'credential')).toHaveLength(isEnded ? 0 : 1)
  })

  test('is not a login: the constant of the query is required', async () => {
    const place = newPlace(server)
    for (const query of [{}, { grant_type: 'other' }, 'grant_type=password&grant_type=password'] as const)
      expect((await post(place, '/kept/token', body, { query })).status).toBe(400)
  })
})

describe('a cookie session', () => {
  const cookieOf = (got: Got) => got.header('set-cookie') ?? ''
  const logIn = (place: Place) => post(place, '/cookie/login', { email: 'ada', password })

  test('is of its world, and taken back on logout', async () => {
    const place = newPlace(server)
    const got = await logIn(place)
    expect(cookieOf(got)).toMatch(
      new RegExp(`^sid=[\\w-]{43}; Max-Age=3600; Path=${place.root}/cookie; Secure; HttpOnly; SameSite=Lax$`),
    )
    const [sent = ''] = cookieOf(got).split(';')
    expect(await get(place, '/cookie/me', { cookie: sent })).toBe(204)
    const out = await place.send('POST', '/cookie/logout', { cookie: sent })
    expect([out.status, cookieOf(out)]).toEqual([
      204,
      `sid=; Max-Age=0; Path=${place.root}/cookie; Secure; HttpOnly; SameSite=Lax`,
    ])
    expect(await get(place, '/cookie/me', { cookie: sent })).toBe(401)
  })

  test('that is refused sets no cookie and has no challenge that a browser would show', async () => {
    const got = await post(newPlace(server), '/cookie/login', { email: 'ada', password: 'wrong' })
    expect([got.status, got.all('set-cookie'), got.all('www-authenticate')]).toEqual([401, [], []])
  })
})

describe('credentials for HTTP Basic', () => {
  test('are a pair of two outputs', async () => {
    const place = newPlace(server)
    const { key, token } = (await post(place, '/pairs/pair', { email: 'ada', password })).json as Record<string, string>
    const send = (...basic: [string, string]) => get(place, '/pairs/pair', { basic })
    expect([await send(key ?? '', token ?? ''), await send('2', token ?? ''), await send(token ?? '', '')]).toEqual([
      204, 401, 401,
    ])
  })

  test('are keys as user names, several of one login, which end together', async () => {
    const place = newPlace(server)
    const { live = '', test: other = '' } = (await post(place, '/pairs/keys', { email: 'ada', password }))
      .json as Record<string, string>
    const send = (key: string) => get(place, '/pairs/key', { basic: [key, ''] })
    expect(live).not.toBe(other)
    expect([await send(live), await send(other)]).toEqual([204, 204])
    expect((await place.send('POST', '/pairs/end', { basic: [live, ''] })).status).toBe(204)
    expect([await send(live), await send(other)]).toEqual([401, 401])
  })
})

describe('a machine', () => {
  const key = demoOf(machines, 'apiKey')
  const tokenIn = (got: Got) => got.header('x-token') ?? ''
  const exchange = (place: Place, sent: Sent) => place.send('POST', '/machines/exchange', sent)
  const withKey = (value: string): Sent => ({ headers: [['X-API-Key', value]] })

  test('buys a token with its API key, which the answer has in a header', async () => {
    const place = newPlace(server)
    const got = await exchange(place, withKey(key))
    expect([got.status, await get(place, '/machines/me', { bearer: tokenIn(got) })]).toEqual([204, 204])
    expect((await exchange(place, withKey('wrong'))).status).toBe(401)
  })

  test('acts for the account that it names', async () => {
    const place = newPlace(server)
    const got = await exchange(place, { ...withKey(key), query: { email: 'grace@example.com' } })
    expect(await get(place, '/machines/admin', { bearer: tokenIn(got) })).toBe(204)
    const wrong = await exchange(place, { ...withKey(key), query: { email: 'nobody@example.com' } })
    expect([wrong.status, tokenIn(wrong)]).toEqual([401, ''])
  })

  test('buys a token with a key in the body, which the answer has in a cookie', async () => {
    const place = newPlace(server)
    const got = await post(place, '/machines/exchange-body', { key })
    const [, bearer = ''] = /^token=([^;]+);/.exec(got.header('set-cookie') ?? '') ?? []
    expect([got.status, await get(place, '/machines/me', { bearer })]).toEqual([204, 204])
    const wrong = await post(place, '/machines/exchange-body', { key: 'wrong' })
    expect([wrong.status, wrong.all('set-cookie')]).toEqual([401, []])
  })

  test('does not buy a token with a token', async () => {
    const place = newPlace(server)
    const bearer = tokenIn(await exchange(place, withKey(key)))
    expect((await post(place, '/machines/exchange-body', { key: bearer })).status).toBe(401)
  })

  test('buys a token with the secret of a client, and with nothing less', async () => {
    const { place, last } = await watchedPlace(server)
    const send = (json: object) => post(place, '/machines/clients', json)
    const got = await send({ id: 'demo', secret: 'demo-secret' })
    expect(got.json).toEqual({ token: expect.any(String) })
    expect(await get(place, '/machines/me', { bearer: (got.json as { token: string }).token })).toBe(204)
    for (const [json, status, reason] of [
      [{ id: 'demo', secret: 'wrong' }, 401, 'The secret is not that of the client demo'],
      [{ id: 'nobody', secret: 'demo-secret' }, 401, 'There is no client nobody'],
      [{ secret: 'demo-secret' }, 401, 'It is not a request that names its client'],
      [{ id: 'demo' }, 400, undefined],
    ] as const) {
      expect((await send(json)).status).toBe(status)
      if (reason) expect((await last()).reason).toBe(reason)
    }
  })
})

describe('corners', () => {
  const logIn = (place: Place) => post(place, '/corners/login', { user: 'ada', pass: password })
  const tokenOf = ({ json }: Got) => (json as { token: string }).token
  const refreshIn = (got: Got) => /^refresh=([^;]+); Max-Age=2592000; /.exec(got.header('set-cookie') ?? '')?.[1] ?? ''

  test('a refresh token in a cookie is renewed, and taken back on logout', async () => {
    const place = newPlace(server)
    const first = await logIn(place)
    expect(await get(place, '/corners/app', { bearer: refreshIn(first) })).toBe(401)
    const second = await place.send('POST', '/corners/renew', { cookie: `refresh=${refreshIn(first)}` })
    expect([second.status, await get(place, '/corners/app', { bearer: tokenOf(first) })]).toEqual([200, 401])
    const out = await place.send('POST', '/corners/logout', { bearer: tokenOf(second) })
    expect(out.all('set-cookie')).toEqual([
      `refresh=; Max-Age=0; Path=${place.root}/corners; Secure; HttpOnly; SameSite=Lax`,
    ])
    const ended = await place.send('POST', '/corners/renew', { cookie: `refresh=${refreshIn(second)}` })
    expect([ended.status, ended.all('set-cookie')]).toEqual([401, []])
  })

  test('ways of the same name of two schemes lead to credentials of their own scheme', async () => {
    const place = newPlace(server)
    const app = tokenOf(await logIn(place))
    const other = tokenOf(await post(place, '/corners/other', { user: 'ada', password }))
    const withOther = (value: string) => get(place, '/corners/other', { headers: [['X-Other', value]] })
    expect([await get(place, '/corners/app', { bearer: app }), await withOther(other)]).toEqual([204, 204])
    expect([await get(place, '/corners/app', { bearer: other }), await withOther(app)]).toEqual([401, 401])
  })

  test('ways that need a one-time password are said to be not served', () => {
    expect(corners.report.notes).toEqual(
      ['code', 'both'].map((name) => ({
        kind: 'unrecognized',
        text: `The way "${name}" is not served: nothing sends its one-time password`,
      })),
    )
  })

  test('a password is not enough where a one-time password is needed too, which nothing sends here', async () => {
    const { place, last } = await watchedPlace(server)
    const before = count()
    const got = await post(place, '/corners/second-factor', { user: 'ada', password, code: '123456' })
    expect([got.status, got.text.includes('token'), count() - before]).toEqual([401, false, 0])
    expect((await last()).reason).toBe(
      'The security scheme app cannot be checked here: the way "both" takes a one-time password, which nothing sends',
    )
  })

  test.each([
    '{"__proto__": {"user": "ada"}}',
    '{"constructor": 1}',
    '[]',
    'null',
    '"text"',
    '{"user": ["ada"], "pass": {}}',
  ])('a body that is something else is invalid: %s', async (body) => {
    const got = await newPlace(server).send('POST', '/corners/login', { raw: { type: 'application/json', body } })
    expect(got.status).toBe(400)
  })

  const logInTo = (place: Place, to: string) =>
    post(place, '/places/login', { user: 'ada', password }, { query: { to } })

  test('a credential is written into any place, after everything else', async () => {
    const place = newPlace(server)
    const got = await logInTo(place, 'list')
    const [, bearer = ''] = /^\{"items":\[\{"__proto__":"([\w-]{43})"\}\]\}$/.exec(got.text) ?? []
    expect([got.status, await get(place, '/places/me', { bearer })]).toEqual([200, 204])
  })

  test('what HTTP sets itself is not written, nor a body that is not documented', async () => {
    const place = newPlace(server)
    const header = await logInTo(place, 'header')
    expect([header.status, header.text, header.all('transfer-encoding')]).toEqual([200, '{"items":[{}]}', []])
    const silent = await post(place, '/places/silent', { user: 'ada', password })
    expect([silent.status, silent.text, silent.all('content-length')]).toEqual([204, '', []])
  })
})

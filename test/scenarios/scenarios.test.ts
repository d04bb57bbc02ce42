import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import { type KheLogin, khe, kheLogin as kheLoginOf, refreshed, tryRefresh } from '../attacks/khe-logins.ts'
import { ada, grace } from '../attacks/logins.ts'
import { me, numbersCookie, numbersToken, oauth, sentCookie, session } from '../attacks/numbers-station.ts'
import { newPlace, type Place, stillPlace } from '../attacks/place.ts'
import { ask, codeFor, logIn, pairOf, refresh, statusOf } from '../attacks/tag.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

async function stage(place: Place, api: string, scenario: string, more: object = {}): Promise<void> {
  const made = await place.control('POST', '/faults', { api, kind: 'scenario', scenario, ...more })
  expect(made.status, made.text).toBe(201)
}

async function left(place: Place): Promise<number> {
  return ((await place.control('GET', '/faults')).json as { faults: unknown[] }).faults.length
}

/** Users are read by the staff. */
function kheLogin(place: Place): Promise<KheLogin> {
  return kheLoginOf(place, grace)
}

function users(place: Place, { key, token }: KheLogin, headers: readonly (readonly [string, string])[] = []) {
  return place.send('GET', `${khe}/users/${key}`, { basic: [key, token], headers })
}

describe('expires-mid-flight', () => {
  test('the credential is dead from then on, and another login is not', async () => {
    const place = newPlace(server)
    const [first, second] = [await kheLogin(place), await kheLogin(place)]
    await stage(place, 'khe', 'expires-mid-flight')
    expect((await users(place, first)).status).toBe(401)
    expect((await users(place, first)).status).toBe(401)
    expect((await users(place, second)).status).toBe(200)
    expect((await users(place, await refreshed(place, first))).status).toBe(200)
  })

  test('a Bearer challenge says that it has expired', async () => {
    const place = newPlace(server)
    const bearer = await numbersToken(place)
    const got = await place.send('GET', me, { bearer, headers: [['Latchkey-Fault', 'expires-mid-flight']] })
    expect(got.header('www-authenticate')).toContain('has expired')
    expect((await place.send('GET', me, { bearer })).status).toBe(401)
  })

  test('a JWT expires in the ledger too, and an API key, which has no end, does not', async () => {
    const place = newPlace(server)
    const credits = '/nebula-block/api/v1/users/credits'
    const form = { username: 'ada', password: ada.password }
    const { data } = (await place.send('POST', '/nebula-block/api/v1/login', { form })).json as {
      data: { jwtToken: string }
    }
    const keys = await place.send('POST', '/nebula-block/api/v1/api-keys', {
      bearer: data.jwtToken,
      json: { name: 'tests' },
    })
    const [key] = /ak_[A-Za-z0-9_-]{43}/.exec(keys.text) ?? []
    await stage(place, 'nebula-block', 'expires-mid-flight')
    expect((await place.send('GET', credits, { bearer: key ?? '' })).status).toBe(200)
    expect(await left(place)).toBe(1)
    expect((await place.send('GET', credits, { bearer: data.jwtToken })).status).toBe(401)
    expect((await place.send('GET', credits, { bearer: data.jwtToken })).status).toBe(401)
    expect(await left(place)).toBe(0)
  })
})

test('401-once: the same credential is good again', async () => {
  const place = newPlace(server)
  const login = await kheLogin(place)
  await stage(place, 'khe', '401-once')
  const refused = await users(place, login)
  expect([refused.status, refused.header('www-authenticate')]).toEqual([401, 'Basic realm="khe", charset="UTF-8"'])
  expect((await users(place, login)).status).toBe(200)
})

describe('refresh-race', () => {
  test('somebody else holds the successors, and the family lives', async () => {
    const place = newPlace(server)
    const login = await kheLogin(place)
    await stage(place, 'khe', 'refresh-race')
    expect((await tryRefresh(place, login)).status).toBe(400)
    expect((await users(place, login)).status).toBe(401)
    expect((await tryRefresh(place, login)).status).toBe(400)
    expect((await tryRefresh(place, await kheLogin(place))).status).toBe(200)
  })

  test('a login in between does not use it up', async () => {
    const place = newPlace(server)
    await stage(place, 'tag', 'refresh-race')
    const { refresh: token, access } = pairOf(await logIn(place, ada.email, ada.password))
    expect(await left(place)).toBe(1)
    const refused = await refresh(place, token)
    expect([refused.status, (refused.json as { error: string }).error]).toEqual([400, 'invalid_grant'])
    expect(await statusOf(place, access)).toBe(401)
    expect(await left(place)).toBe(0)
  })
})

test('refresh-revoked: the whole family is dead', async () => {
  const place = newPlace(server)
  const { refresh: token, access } = pairOf(await logIn(place, ada.email, ada.password))
  const other = pairOf(await logIn(place, ada.email, ada.password))
  expect(await statusOf(place, access)).toBe(200)
  const got = await place.send('POST', '/tag/api/oauth/v2/token', {
    json: { client_id: 'abc123', client_secret: '456789', grant_type: 'refresh_token', refresh_token: token },
    headers: [['Latchkey-Fault', 'refresh-revoked']],
  })
  expect(got.status).toBe(400)
  expect(await statusOf(place, access)).toBe(401)
  expect(await statusOf(place, other.access)).toBe(200)
})

test('rate-limited: the limit holds until Retry-After is over by the clock of the world', async () => {
  const place = await stillPlace(server)
  const login = await kheLogin(place)
  await stage(place, 'khe', 'rate-limited', { operation: 'getUser', milliseconds: 5_000 })
  const first = await users(place, login)
  expect([first.status, first.header('retry-after')]).toEqual([429, '5'])
  await place.hooks('khe').advanceClock(4)
  const second = await users(place, login)
  expect([second.status, second.header('retry-after')]).toEqual([429, '1'])
  expect((await place.send('GET', `${khe}/users`, { basic: [login.key, login.token] })).status).not.toBe(429)
  await place.hooks('khe').advanceClock(1)
  expect((await users(place, login)).status).toBe(200)
})

test('rate-limited: a limit ends when the faults are removed', async () => {
  const place = await stillPlace(server)
  await stage(place, 'khe', 'rate-limited', { operation: 'createToken' })
  const json = { client: 'abc123', email: ada.email, password: ada.password }
  expect((await place.send('POST', `${khe}/users/token`, { json })).status).toBe(429)
  await place.control('DELETE', '/faults')
  expect((await place.send('POST', `${khe}/users/token`, { json })).status).toBe(200)
})

test('otp-late: the code has expired, and a new one works', async () => {
  const place = await stillPlace(server)
  const code = await codeFor(place, ada.email)
  await stage(place, 'tag', 'otp-late')
  expect((await logIn(place, ada.email, ada.password)).status).toBe(200)
  expect((await logIn(place, ada.email, code)).status).toBe(400)
  expect((await logIn(place, ada.email, code)).status).toBe(400)
  await place.hooks('tag').advanceClock(120)
  expect((await logIn(place, ada.email, await codeFor(place, ada.email))).status).toBe(200)
})

test('idp-denied: the app is told access_denied, no session is begun, and the login is over', async () => {
  const place = newPlace(server)
  const begun = await place.send('GET', oauth, { query: { provider: 'google' } })
  const returned = new URL(await developmentConsent(begun.json as string, { email: ada.email }))
  await stage(place, 'numbers-station', 'idp-denied')
  const cookie = sentCookie(begun, 'login_id')
  const path = returned.pathname.slice(place.root.length)
  const got = await place.send('GET', path, { query: returned.search.slice(1), cookie })
  expect(got.status).toBe(302)
  expect(new URL(got.header('location') ?? '').searchParams.get('error')).toBe('access_denied')
  expect(sentCookie(got, 'session_id')).toBe('')
  expect((await place.send('GET', path, { query: returned.search.slice(1), cookie })).status).toBe(400)
})

describe('cookie-dropped', () => {
  const form = { username: ada.email, password: ada.password }

  test('a cookie that is set goes nowhere', async () => {
    const place = newPlace(server)
    const got = await place.send('POST', session, { form, headers: [['Latchkey-Fault', 'cookie-dropped']] })
    expect(got.status).toBe(200)
    expect(got.header('set-cookie')).toMatch(/; Path=\/-\/nowhere;/)
    expect((await place.send('POST', session, { form })).header('set-cookie')).toContain(`Path=${place.root}/`)
  })

  test('a cookie that is sent does not arrive, and the session lives', async () => {
    const place = newPlace(server)
    const cookie = await numbersCookie(place)
    await stage(place, 'numbers-station', 'cookie-dropped', { operation: 'getCurrentUser' })
    expect((await place.send('GET', me, { bearer: await numbersToken(place) })).status).toBe(200)
    const got = await place.send('GET', me, { cookie })
    expect([got.status, got.header('www-authenticate')]).toEqual([401, 'Bearer realm="numbers-station"'])
    expect((await place.send('GET', me, { cookie })).status).toBe(200)
  })
})

test('slow-login: a login takes its time, and nothing else does', async () => {
  const place = newPlace(server)
  await stage(place, 'khe', 'slow-login', { milliseconds: 40 })
  expect((await place.send('GET', `${khe}/users`)).status).toBe(401)
  const begun = performance.now()
  expect((await kheLogin(place)).token).toBeTypeOf('string')
  expect(performance.now() - begun).toBeGreaterThanOrEqual(39)
  expect(await left(place)).toBe(0)
})

describe('clock-skew', () => {
  test('Date and every expiry are of the other clock', async () => {
    const place = await stillPlace(server)
    const straight = await kheLogin(place)
    await stage(place, 'khe', 'clock-skew')
    const got = await place.send('POST', `${khe}/users/token`, {
      json: { client: 'abc123', email: grace.email, password: grace.password },
    })
    expect(got.header('date')).toBe('Sun, 01 Mar 2026 12:05:00 GMT')
    const skewed = got.json as KheLogin
    expect(Date.parse(skewed.expires) - Date.parse(straight.expires)).toBe(300_000)
    // The token really lives as long as was said, by the clock of all the other calls.
    await place.hooks('khe').advanceClock(14 * 86_400 + 299)
    expect((await users(place, straight)).status).toBe(401)
    expect((await users(place, skewed)).status).toBe(200)
    await place.hooks('khe').advanceClock(1)
    expect((await users(place, skewed)).status).toBe(401)
  })

  test('a token is dead to a clock that is far enough ahead', async () => {
    const place = await stillPlace(server)
    const { access } = pairOf(await ask(place, { grant_type: 'client_credentials' }))
    await stage(place, 'tag', 'clock-skew', { milliseconds: 3_600_000 })
    expect(await statusOf(place, access)).toBe(401)
    expect(await statusOf(place, access)).toBe(200)
  })
})

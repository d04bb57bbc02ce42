import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { type Got, newPlace, type Place, stillPlace } from '../attacks/place.ts'
import { cheapPasswords } from '../passwords.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { callback, orders, registered } from './orders.ts'
import { formTokenIn } from './sign-in.ts'

let server: TestServer
/** A world for what changes nothing. */
let common: Place

beforeAll(async () => {
  server = await startTestServer({
    ownApis: [orders('orders', { flows: { authorizationCode: {}, deviceAuthorization: {} } })],
  })
  common = newPlace(server)
})

afterAll(() => server.stop())

const authorize = '/orders/_auth/authorize'
const verify = '/orders/_auth/device/verify'
const password = 'correct-horse-battery-staple'
const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')
const request = { response_type: 'code', client_id: 'demo', redirect_uri: callback, state: 'kept & as=sent' }

type Form = Readonly<Record<string, string>>

const open = (place: Place, query: Form = request) => place.send('GET', authorize, { query })
const submit = (place: Place, page: Got, form: Form, sent: Sent = {}) =>
  place.send('POST', authorize, { ...sent, form: { form_token: formTokenIn(page.text), ...form } })
const back = (got: Got) => new URL(got.header('location') ?? 'none:')
const answer = (got: Got) => Object.fromEntries(back(got).searchParams)
const redeem = (place: Place, form: Form) =>
  place.send('POST', '/orders/_auth/token', {
    basic: ['demo', 'demo-secret'],
    form: { grant_type: 'authorization_code', redirect_uri: callback, ...form },
  })
const codeOf = async (place: Place, more: Form = {}) => {
  const { code = '' } = answer(await submit(place, await open(place, { ...request, ...more }), { account: 'ada' }))
  return code
}
const errorOf = ({ status, json }: Got) => [status, (json as { error?: string } | undefined)?.error]
const issuer = (place: Place) => `http://127.0.0.1:${server.port}${place.root}/orders/_auth`
const secretsOf = async (place: Place) =>
  ((await place.control('GET', '/apis/orders/secrets')).json as { secrets: readonly { kind: string }[] }).secrets
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'client')

describe('the authorization page', () => {
  test('offers the demo accounts, names client and scopes, and lets no other page show or run anything', async () => {
    const place = newPlace(server)
    const page = await open(place, { ...request, scope: 'orders:read' })
    expect([page.status, page.header('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    for (const each of ['Sign in to Demo app', '<li>orders:read</li>', 'value="ada"', 'value="grace"'])
      expect(page.text).toContain(each)
    const policy = page.header('content-security-policy') ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    const style = /<style>(.*)<\/style>/s.exec(page.text)?.[1] ?? ''
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect(policy).not.toContain('unsafe')
    expect(page.text).not.toMatch(/<script| style=| on[a-z]+=/)
  })

  test('changes nothing in the store by being shown, by GET, HEAD or POST', async () => {
    const place = newPlace(server)
    await open(place)
    await place.send('HEAD', authorize, { query: request })
    const posted = await place.send('POST', authorize, { form: request })
    expect([posted.status, posted.text]).toEqual([200, expect.stringContaining('Sign in to Demo app')])
    expect(await secretsOf(place)).toEqual([])
  })

  test('sends the browser back with a code, the state and the issuer, once for each page', async () => {
    const place = newPlace(server)
    const page = await open(place, { ...request, redirect_uri: `${callback}?from=orders` })
    const sent = await submit(place, page, { account: 'ada' })
    expect(sent.status).toBe(303)
    expect(back(sent).href).toMatch('http://localhost:5173/callback?from=orders&code=')
    expect(answer(sent)).toEqual({ from: 'orders', code: expect.any(String), state: request.state, iss: issuer(place) })
    for (const again of [{ account: 'ada' }, { decision: 'deny' }]) {
      const refused = await submit(place, page, again)
      expect([refused.status, refused.header('location')]).toEqual([400, undefined])
    }
  })

  test('of a new world may be opened from a page of any site, and is answered in that world', async () => {
    const place = newPlace(server)
    const headers = [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'navigate'],
      ['Sec-Fetch-Dest', 'document'],
    ] as const
    const page = await place.send('GET', authorize, { query: request, headers })
    const { code = '' } = answer(await submit(place, page, { account: 'ada' }))
    expect((await redeem(place, { code })).status).toBe(200)
  })

  test('takes a name and a password, and asks again without spending the form if they are wrong', async () => {
    const place = newPlace(server)
    const page = await open(place)
    const wrong = await submit(place, page, { username: 'grace', password: 'x' })
    expect([wrong.status, wrong.header('location')]).toEqual([400, undefined])
    expect(wrong.text).toContain('The user name or the password is wrong.')
    const right = await submit(place, wrong, { username: 'grace@example.com', password })
    expect(answer(right).code).toMatch(/^[\w-]{43}$/)
  })

  test('makes a name wait after its fifth wrong password', async () => {
    const place = await stillPlace(server)
    const page = await open(place)
    for (let count = 0; count < 5; count++) await submit(place, page, { username: 'ada', password: 'x' })
    const waiting = await submit(place, page, { username: 'ada', password })
    expect([waiting.status, waiting.header('retry-after')]).toEqual([429, '1'])
  })

  test('offers an account by the published password alone', async () => {
    const place = newPlace(server)
    const page = await open(place)
    const { accounts } = (await server.store.world(place.world)).api('orders')
    const ada = await accounts.identify({ kind: 'login', value: 'ada' })
    await accounts.setPassword(ada?.account.id ?? '', await cheapPasswords.hash('another password'))
    expect((await submit(place, page, { account: 'ada' })).status).toBe(400)
    expect((await submit(place, page, { username: 'ada', password: 'another password' })).status).toBe(303)
  })

  test('does not offer an account that is disabled', async () => {
    const place = newPlace(server)
    await place.hooks('orders').disableAccount('ada@example.com', true)
    const page = await open(place)
    expect(page.text).not.toContain('value="ada"')
    expect((await submit(place, page, { account: 'ada' })).status).toBe(400)
  })

  test('tells the client that the user denied', async () => {
    const place = newPlace(server)
    const page = await open(place)
    const denied = await submit(place, page, { decision: 'deny' })
    expect([denied.status, answer(denied)]).toEqual([
      303,
      { error: 'access_denied', error_description: 'The user did not agree', state: request.state, iss: issuer(place) },
    ])
    expect((await submit(place, page, { account: 'ada' })).status).toBe(400)
  })

  test.each<[string, readonly [string, string][], number]>([
    ['another origin', [['Origin', 'http://evil.example']], 403],
    ['another site', [['Sec-Fetch-Site', 'cross-site']], 403],
    [
      'another port of this machine',
      [
        ['Sec-Fetch-Site', 'same-site'],
        ['Origin', 'http://127.0.0.1:1'],
      ],
      403,
    ],
    ['a page without an origin', [['Origin', 'null']], 403],
    ['itself', [['Sec-Fetch-Site', 'same-origin']], 303],
  ])('whose form is submitted by %s', async (_, headers, status) => {
    const place = newPlace(server)
    const page = await open(place)
    expect((await submit(place, page, { account: 'ada' }, { headers })).status).toBe(status)
  })

  test('whose form is of another world, altered, or older than half an hour is refused', async () => {
    const place = await stillPlace(server)
    const other = await stillPlace(server)
    const page = await open(place)
    const altered = { ...page, text: page.text.replace(/(name="form_token" value="[^"]{20})./, '$1_') }
    for (const [at, form] of [
      [other, page],
      [place, altered],
    ] as const)
      expect((await submit(at, form, { account: 'ada' })).status).toBe(400)
    await place.hooks('orders').advanceClock(30 * 60)
    expect((await submit(place, page, { account: 'ada' })).status).toBe(400)
    expect((await submit(place, await open(place), { account: 'ada' })).status).toBe(303)
  })

  test('escapes what the request says', async () => {
    const page = await open(common, { ...request, login_hint: '"><b>x</b>' })
    expect(page.text).toContain('value="&quot;&gt;&lt;b&gt;x&lt;/b&gt;"')
  })

  test.each<[string, Form]>([
    ['no client', { client_id: '' }],
    ['an unknown client', { client_id: 'unknown' }],
    ['no address', { redirect_uri: '' }],
    ['an address on another machine', { redirect_uri: 'https://evil.example/callback' }],
    ['an address that begins like one of this machine', { redirect_uri: 'http://localhost.evil.example/' }],
    ['an address with another host behind it', { redirect_uri: 'http://localhost@evil.example/' }],
    ['an address with a fragment', { redirect_uri: 'http://localhost/#x' }],
    ['an address of another scheme', { redirect_uri: 'javascript:alert(1)' }],
    ['an address that is not registered', { client_id: 'kiosk', redirect_uri: callback }],
    ['more than the registered address', { client_id: 'kiosk', redirect_uri: `${registered[0]}/` }],
  ])('shows an error to the person, and redirects nowhere, for %s', async (_, wrong) => {
    const got = await open(common, { ...request, ...wrong })
    expect([got.status, got.header('location'), got.header('content-type')]).toEqual([
      ...[400, undefined],
      'text/html; charset=utf-8',
    ])
  })

  test.each([
    ['localhost', 'http://localhost/'],
    ['127.0.0.1', 'http://127.0.0.1:8123/a/b?c=d'],
    ['IPv6', 'http://[::1]:9999'],
    ['localhost with TLS', 'https://localhost:5173/callback'],
  ])('accepts any port and path of %s for a client that registered no address (RFC 8252, 7.3)', async (_, uri) => {
    expect((await open(common, { ...request, redirect_uri: uri })).status).toBe(200)
  })

  test.each(registered)('accepts the registered address %s, and its form may lead there', async (uri) => {
    const got = await open(common, { ...request, client_id: 'kiosk', redirect_uri: uri })
    const allowed = /form-action ([^;]*);/.exec(got.header('content-security-policy') ?? '')?.[1]?.split(' ')
    expect([got.status, allowed]).toEqual([200, expect.arrayContaining([`${uri.split(':')[0]}:`])])
  })

  test.each<[string, Form, string]>([
    ['no response type', { response_type: '' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['a hybrid flow', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['an unknown scope', { scope: 'orders:delete' }, 'invalid_scope'],
    ['a response mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['no prompt while nobody is signed in', { prompt: 'none' }, 'login_required'],
    ['no prompt and a prompt', { prompt: 'none login' }, 'invalid_request'],
    ['a request object', { request: 'x.y.z' }, 'request_not_supported'],
    ['the address of a request object', { request_uri: 'https://a.example/r' }, 'request_uri_not_supported'],
    ['a short code challenge', { code_challenge: 'short' }, 'invalid_request'],
    ['an unknown challenge method', { code_challenge: challenge, code_challenge_method: 'S512' }, 'invalid_request'],
    ['a challenge method alone', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['a client without a secret and a code challenge', { client_id: 'spa' }, 'invalid_request'],
  ])('sends the browser back with an error for %s', async (_, wrong, error) => {
    const got = await open(common, { ...request, ...wrong })
    expect(got.status).toBe(303)
    expect(`${back(got).origin}${back(got).pathname}`).toBe(callback)
    expect(answer(got)).toEqual({
      error,
      error_description: expect.any(String),
      state: request.state,
      iss: issuer(common),
    })
  })

  test('sends the browser back with an error for a parameter that appears twice', async () => {
    const query = `${new URLSearchParams(request)}&scope=orders:read&scope=orders:write`
    const got = await common.send('GET', authorize, { query })
    expect([got.status, answer(got).error]).toEqual([303, 'invalid_request'])
  })

  test('ignores parameters that it does not know', async () => {
    const query = `${new URLSearchParams(request)}&ui_locales=en&resource=a&resource=b`
    expect((await common.send('GET', authorize, { query })).status).toBe(200)
  })
})

describe('an authorization code', () => {
  test('buys tokens once; used again, it ends them (RFC 6749, 4.1.2)', async () => {
    const place = newPlace(server)
    const code = await codeOf(place)
    const got = await redeem(place, { code })
    expect([got.status, Object.keys(got.json as object).sort()]).toEqual([
      200,
      ['access_token', 'expires_in', 'refresh_token', 'scope', 'token_type'],
    ])
    const bearer = (got.json as { access_token: string }).access_token
    expect((await place.send('GET', '/orders/orders', { bearer })).status).toBe(200)
    expect(errorOf(await redeem(place, { code }))).toEqual([400, 'invalid_grant'])
    expect((await place.send('GET', '/orders/orders', { bearer })).status).toBe(401)
  })

  test('of simultaneous requests buys tokens for one', async () => {
    const place = newPlace(server)
    const code = await codeOf(place)
    const answers = await Promise.all(Array.from({ length: 5 }, () => redeem(place, { code })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400])
  })

  test('lives for a minute', async () => {
    const place = await stillPlace(server)
    const code = await codeOf(place)
    await place.hooks('orders').advanceClock(60)
    expect(errorOf(await redeem(place, { code }))).toEqual([400, 'invalid_grant'])
  })

  test('of an account that was disabled since buys nothing', async () => {
    const place = newPlace(server)
    const code = await codeOf(place)
    await place.hooks('orders').disableAccount('ada@example.com', true)
    expect(errorOf(await redeem(place, { code }))).toEqual([400, 'invalid_grant'])
  })

  test('is for its client alone, who can still use it after another one tried', async () => {
    const place = newPlace(server)
    const code = await codeOf(place)
    const form = { grant_type: 'authorization_code', redirect_uri: callback, code }
    const stolen = await place.send('POST', '/orders/_auth/token', { basic: ['kiosk', 'kiosk-secret'], form })
    expect(errorOf(stolen)).toEqual([400, 'invalid_grant'])
    expect((await redeem(place, { code })).status).toBe(200)
  })

  const s256 = { code_challenge: challenge, code_challenge_method: 'S256' }

  test.each<[string, Form, Form, number]>([
    ['S256', s256, { code_verifier: verifier }, 200],
    [
      'a plain challenge',
      { code_challenge: verifier, code_challenge_method: 'plain' },
      { code_verifier: verifier },
      200,
    ],
    ['a challenge without a method', { code_challenge: verifier }, { code_verifier: verifier }, 200],
    ['no challenge', {}, {}, 200],
    ['another verifier', s256, { code_verifier: 'w'.repeat(43) }, 400],
    ['the challenge for a verifier', s256, { code_verifier: challenge }, 400],
    ['no verifier', s256, {}, 400],
    ['a verifier without a challenge (RFC 9700, 2.1.1)', {}, { code_verifier: verifier }, 400],
    ['another address', {}, { redirect_uri: 'http://localhost:5173/' }, 400],
  ])('with %s', async (_, asked, sent, status) => {
    const place = newPlace(server)
    const code = await codeOf(place, asked)
    const got = await redeem(place, { code, ...sent })
    expect(errorOf(got)).toEqual([status, status === 200 ? undefined : 'invalid_grant'])
    if (status === 400) expect((await place.control('GET', '/traffic?refused=true')).text).toContain('It is not ')
  })

  test('is shown in no traffic', async () => {
    const place = newPlace(server)
    const code = await codeOf(place)
    await redeem(place, { code })
    expect((await place.control('GET', '/traffic')).text).not.toContain(code)
  })
})

describe('the page for the code of a device', () => {
  const start = async (place: Place) => {
    const basic = ['demo', 'demo-secret'] as const
    const got = await place.send('POST', '/orders/_auth/device', { basic, form: { scope: 'orders:read' } })
    return got.json as { readonly device_code: string; readonly user_code: string; verification_uri_complete: string }
  }
  const poll = (place: Place, device_code: string) =>
    place.send('POST', '/orders/_auth/token', {
      basic: ['demo', 'demo-secret'],
      form: { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code },
    })
  const type = (place: Place, user_code: string) => place.send('GET', verify, { query: { user_code } })
  const decide = (place: Place, page: Got, form: Form) =>
    place.send('POST', verify, { form: { form_token: formTokenIn(page.text), ...form } })

  test('asks for the code, then names the client and its scopes', async () => {
    const place = newPlace(server)
    const { user_code, verification_uri_complete: complete } = await start(place)
    expect((await place.send('GET', verify)).text).toContain('name="user_code"')
    expect(complete).toBe(`${issuer(place)}/device/verify?user_code=${user_code}`)
    const page = await type(place, user_code)
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<li>orders:read</li>')])
  })

  test('tells the device that the user denied', async () => {
    const place = newPlace(server)
    const { user_code, device_code } = await start(place)
    const page = await type(place, user_code)
    expect((await decide(place, page, { decision: 'deny' })).status).toBe(200)
    expect((await decide(place, page, { account: 'ada' })).status).toBe(400)
    expect(errorOf(await poll(place, device_code))).toEqual([400, 'access_denied'])
  })

  test('of two that are open for one code, takes the first decision', async () => {
    const place = newPlace(server)
    const { user_code, device_code } = await start(place)
    const [one, other] = [await type(place, user_code), await type(place, user_code)]
    await decide(place, one, { account: 'ada' })
    for (const form of [{ decision: 'deny' }, { account: 'grace' }])
      expect((await decide(place, other, form)).status).toBe(400)
    expect((await poll(place, device_code)).status).toBe(200)
  })

  test('accepts no code that is unknown, used or older than ten minutes, and counts guesses', async () => {
    const place = await stillPlace(server)
    const { user_code, device_code } = await start(place)
    const page = await type(place, user_code)
    await decide(place, page, { username: 'ada', password })
    expect((await type(place, user_code)).status).toBe(400)
    const late = await start(place)
    await place.hooks('orders').advanceClock(600)
    expect((await type(place, late.user_code)).status).toBe(400)
    expect(errorOf(await poll(place, late.device_code))).toEqual([400, 'expired_token'])
    expect(errorOf(await poll(place, device_code))).toEqual([400, 'expired_token'])
    await place.control('PATCH', '/apis/orders/settings', { failuresPerAddress: 1 })
    expect((await type(place, 'BBBB-BBBB')).status).toBe(400)
    expect((await type(place, 'BBBB-BBBC')).status).toBe(429)
  })

  test('is submitted by no other page', async () => {
    const place = newPlace(server)
    const { user_code } = await start(place)
    const form = { form_token: formTokenIn((await type(place, user_code)).text), account: 'ada' }
    const headers = [['Origin', 'https://evil.example']] as const
    expect((await place.send('POST', verify, { form, headers })).status).toBe(403)
    expect((await place.send('POST', authorize, { form })).status).toBe(400)
    const { text } = await open(place)
    const other = { form_token: formTokenIn(text), account: 'ada' }
    expect((await place.send('POST', verify, { form: other })).status).toBe(400)
  })
})

describe('user information', () => {
  test('needs an access token with the scope openid', async () => {
    const place = newPlace(server)
    const of = async (scope: string) =>
      ((await redeem(place, { code: await codeOf(place, { scope }) })).json as { access_token: string }).access_token
    const ask = (bearer?: string) => place.send('GET', '/orders/_auth/userinfo', bearer === undefined ? {} : { bearer })
    const [none, unknown, narrow, right] = [
      await ask(),
      await ask('unknown'),
      await ask(await of('orders:read')),
      await ask(await of('openid')),
    ]
    expect([none, unknown, narrow].map(errorOf)).toEqual([
      [401, 'invalid_token'],
      [401, 'invalid_token'],
      [403, 'insufficient_scope'],
    ])
    expect([none, unknown, narrow].map((got) => [got.status, got.header('www-authenticate')])).toEqual([
      [401, 'Bearer realm="orders"'],
      [401, expect.stringContaining('error="invalid_token"')],
      [403, expect.stringContaining('error="insufficient_scope"')],
    ])
    expect(right.json).toEqual({ sub: expect.any(String), email: 'ada@example.com', name: 'Ada' })
  })
})

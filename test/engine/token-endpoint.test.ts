import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { type Got, newPlace, type Place, placeOf, stillPlace } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { orders } from './orders.ts'

let server: TestServer
/** A world for requests that are refused. */
let common: Place

beforeAll(async () => {
  server = await startTestServer({
    ownApis: [
      orders('orders', {
        flows: { authorizationCode: {}, clientCredentials: {}, password: {}, deviceAuthorization: {} },
      }),
      orders('machines', { flows: { clientCredentials: {} } }),
      orders('old', { flows: { implicit: {}, clientCredentials: {} } }),
      orders('plain', { flows: {} }),
    ],
  })
  common = newPlace(server)
})

afterAll(() => server.stop())

const client = ['demo', 'demo-secret'] as const
const ada = { username: 'ada', password: 'correct-horse-battery-staple' }

type Form = Readonly<Record<string, string>>

function token(place: Place, form: Form, sent: Sent = { basic: client }, api = 'orders'): Promise<Got> {
  return place.send('POST', `/${api}/_auth/token`, { ...sent, form })
}

const byPassword = (place: Place, more: Form = {}) => token(place, { grant_type: 'password', ...ada, ...more })
const refresh = (place: Place, got: Got, more: Form = {}) =>
  token(place, { grant_type: 'refresh_token', refresh_token: tokens(got).refresh_token ?? '', ...more })

interface Tokens {
  readonly access_token?: string
  readonly refresh_token?: string
  readonly scope?: string
}

const tokens = (got: Got) => got.json as Tokens
const read = async (place: Place, got: Got) =>
  (await place.send('GET', '/orders/orders', { bearer: tokens(got).access_token ?? '' })).status
const errorOf = ({ status, json }: Got) => [status, (json as { error?: string } | undefined)?.error]

const everyScope = 'orders:read orders:write'

describe('the token endpoint', () => {
  test('issues an access token to a client, by Basic and by the body, and no refresh token', async () => {
    const place = newPlace(server)
    for (const sent of [{ basic: client }, {}]) {
      const own = 'basic' in sent ? {} : { client_id: client[0], client_secret: client[1] }
      const got = await token(place, { grant_type: 'client_credentials', ...own }, sent)
      expect([got.status, got.json]).toEqual([
        200,
        { access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600, scope: everyScope },
      ])
      expect([got.header('cache-control'), got.header('pragma')]).toEqual(['no-store', 'no-cache'])
      expect(await read(place, got)).toBe(200)
    }
  })

  test('issues access and refresh tokens for a name and a password; the access token lives for exactly an hour', async () => {
    const place = await stillPlace(server)
    const got = await byPassword(place)
    expect(got.json).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: everyScope,
    })
    await place.hooks('orders').advanceClock(3599)
    expect(await read(place, got)).toBe(200)
    await place.hooks('orders').advanceClock(1)
    expect(await read(place, got)).toBe(401)
  })

  test('refreshes once; the old pair ends, and a replay after ten seconds ends the family', async () => {
    const place = await stillPlace(server)
    const first = await byPassword(place)
    const second = await refresh(place, first)
    expect([second.status, await read(place, first), await read(place, second)]).toEqual([200, 401, 200])
    await place.hooks('orders').advanceClock(9)
    expect(errorOf(await refresh(place, first))).toEqual([400, 'invalid_grant'])
    expect(await read(place, second)).toBe(200)
    await place.hooks('orders').advanceClock(1)
    expect(errorOf(await refresh(place, first))).toEqual([400, 'invalid_grant'])
    expect(await read(place, second)).toBe(401)
    expect(errorOf(await refresh(place, second))).toEqual([400, 'invalid_grant'])
  })

  test('refresh tokens end 30 days after the login, however often they are refreshed', async () => {
    const place = await stillPlace(server)
    let got = await byPassword(place)
    for (const days of [29, 1]) {
      await place.hooks('orders').advanceClock(days * 86_400 - 1)
      got = await refresh(place, got)
      expect(got.status).toBe(200)
    }
    await place.hooks('orders').advanceClock(2)
    expect(errorOf(await refresh(place, got))).toEqual([400, 'invalid_grant'])
  })

  test('a refresh may narrow the scope of the access token, and neither widen it nor spend the token by trying', async () => {
    const place = newPlace(server)
    const got = await byPassword(place, { scope: 'orders:read' })
    expect(tokens(got).scope).toBe('orders:read')
    expect(errorOf(await refresh(place, got, { scope: 'orders:write' }))).toEqual([400, 'invalid_scope'])
    expect(tokens(await refresh(place, got)).scope).toBe('orders:read')
    const wide = await byPassword(place)
    const narrow = await refresh(place, wide, { scope: 'orders:write' })
    expect(tokens(narrow).scope).toBe('orders:write')
    expect(tokens(await refresh(place, narrow)).scope).toBe(everyScope)
  })

  test('of simultaneous refreshes one succeeds', async () => {
    const place = newPlace(server)
    const got = await byPassword(place)
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(place, got)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400])
  })

  const wrong = { error: 'invalid_client', description: 'wrong client' }

  test.each<[string, Form, Sent, string, number, string]>([
    ['no grant type', {}, { basic: client }, 'orders', 400, 'invalid_request'],
    ['an empty grant type', { grant_type: '' }, { basic: client }, 'orders', 400, 'invalid_request'],
    ['no grant type and no client', {}, {}, 'orders', 400, 'invalid_request'],
    ['an unknown grant type', { grant_type: 'magic' }, { basic: client }, 'orders', 400, 'unsupported_grant_type'],
    [
      'a grant that the contract lacks',
      { grant_type: 'password', ...ada },
      { basic: client },
      'machines',
      400,
      'unsupported_grant_type',
    ],
    [
      'a refresh where nothing can be refreshed',
      { grant_type: 'refresh_token', refresh_token: 'x' },
      { basic: client },
      'machines',
      400,
      'unsupported_grant_type',
    ],
    ['no client', { grant_type: 'client_credentials' }, {}, 'orders', 400, 'invalid_client'],
    [
      'an unknown client in the body',
      { grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' },
      {},
      'orders',
      400,
      wrong.error,
    ],
    [
      'a wrong secret in the body',
      { grant_type: 'client_credentials', client_id: 'demo', client_secret: 'y' },
      {},
      'orders',
      400,
      wrong.error,
    ],
    [
      'a client without its secret',
      { grant_type: 'client_credentials', client_id: 'demo' },
      {},
      'orders',
      400,
      wrong.error,
    ],
    [
      'an unknown client by Basic',
      { grant_type: 'client_credentials' },
      { basic: ['x', 'y'] },
      'orders',
      401,
      wrong.error,
    ],
    [
      'a bearer token in place of a client',
      { grant_type: 'client_credentials' },
      { bearer: 'x' },
      'orders',
      401,
      wrong.error,
    ],
    [
      'a client in two ways',
      { grant_type: 'client_credentials', client_secret: 'demo-secret' },
      { basic: client },
      'orders',
      400,
      'invalid_request',
    ],
    [
      'two clients',
      { grant_type: 'client_credentials', client_id: 'spa' },
      { basic: client },
      'orders',
      400,
      'invalid_request',
    ],
    [
      'a client that keeps no secret, for itself',
      { grant_type: 'client_credentials', client_id: 'spa' },
      {},
      'orders',
      400,
      'unauthorized_client',
    ],
    [
      'an unknown scope',
      { grant_type: 'client_credentials', scope: 'orders:delete' },
      { basic: client },
      'orders',
      400,
      'invalid_scope',
    ],
    [
      'a malformed scope',
      { grant_type: 'client_credentials', scope: 'orders:read  orders:write' },
      { basic: client },
      'orders',
      400,
      'invalid_scope',
    ],
    [
      'a scope of users for a client',
      { grant_type: 'client_credentials', scope: 'openid' },
      { basic: client },
      'orders',
      400,
      'invalid_scope',
    ],
    ['no password', { grant_type: 'password', username: 'ada' }, { basic: client }, 'orders', 400, 'invalid_request'],
    [
      'a wrong password',
      { grant_type: 'password', ...ada, password: 'x' },
      { basic: client },
      'orders',
      400,
      'invalid_grant',
    ],
    [
      'an unknown user',
      { grant_type: 'password', ...ada, username: 'nobody' },
      { basic: client },
      'orders',
      400,
      'invalid_grant',
    ],
    [
      'an unknown refresh token',
      { grant_type: 'refresh_token', refresh_token: 'x' },
      { basic: client },
      'orders',
      400,
      'invalid_grant',
    ],
    [
      'an unknown code',
      { grant_type: 'authorization_code', code: 'x', redirect_uri: 'http://localhost' },
      { basic: client },
      'orders',
      400,
      'invalid_grant',
    ],
    [
      'a code without its address',
      { grant_type: 'authorization_code', code: 'x' },
      { basic: client },
      'orders',
      400,
      'invalid_request',
    ],
  ])('refuses %s', async (_, form, sent, api, status, error) => {
    const got = await token(common, form, sent, api)
    expect(errorOf(got)).toEqual([status, error])
    expect(got.header('www-authenticate')).toBe(status === 401 ? 'Basic realm="orders", charset="UTF-8"' : undefined)
  })

  test.each([
    ['a parameter that appears twice', 'grant_type=client_credentials&scope=orders:read&scope=orders:read'],
    ['a form that is not percent-encoded', 'grant_type=%zz'],
  ])('refuses %s as an invalid request', async (_, body) => {
    const raw = { type: 'application/x-www-form-urlencoded', body }
    const got = await common.send('POST', '/orders/_auth/token', { basic: client, raw })
    expect(errorOf(got)).toEqual([400, 'invalid_request'])
  })

  test('ignores parameters that it does not know, however often they appear', async () => {
    const raw = {
      type: 'application/x-www-form-urlencoded',
      body: 'grant_type=client_credentials&resource=https%3A%2F%2Fa&resource=https%3A%2F%2Fb&audience=x',
    }
    const got = await common.send('POST', '/orders/_auth/token?x=1', { basic: client, raw })
    expect(got.status).toBe(200)
  })

  test('takes forms alone', async () => {
    const json = { grant_type: 'client_credentials' }
    const got = await common.send('POST', '/orders/_auth/token', { basic: client, json })
    expect([...errorOf(got), got.header('accept')]).toEqual([
      ...[415, 'invalid_request'],
      'application/x-www-form-urlencoded',
    ])
  })

  test("does not spend another client's refresh token", async () => {
    const place = newPlace(server)
    const got = await byPassword(place)
    const stolen = { grant_type: 'refresh_token', refresh_token: tokens(got).refresh_token ?? '' }
    expect(errorOf(await token(place, stolen, { basic: ['kiosk', 'kiosk-secret'] }))).toEqual([400, 'invalid_grant'])
    expect((await refresh(place, got)).status).toBe(200)
  })

  test('makes a name wait after its fifth wrong password, and an address after its hundredth guess', async () => {
    const place = await stillPlace(server)
    for (let count = 0; count < 5; count++) await byPassword(place, { password: 'x' })
    const waiting = await byPassword(place)
    expect([...errorOf(waiting), waiting.header('retry-after')]).toEqual([429, 'temporarily_unavailable', '1'])
    await place.control('PATCH', '/apis/orders/settings', { failuresPerAddress: 6 })
    expect(errorOf(await token(place, { grant_type: 'refresh_token', refresh_token: 'x' }))).toEqual([
      400,
      'invalid_grant',
    ])
    expect((await token(place, { grant_type: 'client_credentials' })).status).toBe(429)
  })

  test('gives the reason of a refusal to the owner, and not to the client', async () => {
    const place = newPlace(server)
    const unknown = await byPassword(place, { username: 'nobody' })
    const known = await byPassword(place, { password: 'x' })
    expect(known.json).toEqual(unknown.json)
    const { exchanges } = (await place.control('GET', '/traffic?api=orders')).json as {
      readonly exchanges: readonly { readonly reason: string | null; readonly request: { readonly body: string } }[]
    }
    expect(exchanges.map(({ reason }) => reason).sort()).toEqual([
      'Nobody has that name',
      'The password is not that of ada@example.com',
    ])
    expect(JSON.stringify(exchanges)).not.toContain(ada.password)
  })
})

describe('revocation', () => {
  const revoke = (place: Place, form: Form, sent: Sent = { basic: client }) =>
    place.send('POST', '/orders/_auth/revoke', { ...sent, form })

  test('of a refresh token ends all tokens of the login; of an access token that one alone', async () => {
    const place = newPlace(server)
    const first = await byPassword(place)
    const revoked = await revoke(place, { token: tokens(first).access_token ?? '', token_type_hint: 'refresh_token' })
    expect([revoked.status, revoked.text, await read(place, first)]).toEqual([200, '', 401])
    const second = await refresh(place, first)
    expect(await read(place, second)).toBe(200)
    await revoke(place, { token: tokens(second).refresh_token ?? '' })
    expect([await read(place, second), errorOf(await refresh(place, second))]).toEqual([401, [400, 'invalid_grant']])
  })

  test('succeeds for a token that is unknown or has ended (RFC 7009, 2.2)', async () => {
    const place = newPlace(server)
    const { access_token: ended = '' } = tokens(await byPassword(place))
    for (const each of ['unknown', ended, ended]) expect((await revoke(place, { token: each })).status).toBe(200)
  })

  test('needs the client that the token was issued to', async () => {
    const place = newPlace(server)
    const got = await byPassword(place)
    const form = { token: tokens(got).access_token ?? '' }
    expect(errorOf(await revoke(place, form, {}))).toEqual([400, 'invalid_client'])
    expect(errorOf(await revoke(place, form, { basic: ['kiosk', 'kiosk-secret'] }))).toEqual([400, 'invalid_grant'])
    expect(errorOf(await revoke(place, {}))).toEqual([400, 'invalid_request'])
    expect(await read(place, got)).toBe(200)
  })
})

describe('introspection', () => {
  const introspect = (place: Place, form: Form, sent: Sent = { basic: ['kiosk', 'kiosk-secret'] }) =>
    place.send('POST', '/orders/_auth/introspect', { ...sent, form })

  test('describes an active token, and says nothing of any other', async () => {
    const place = await stillPlace(server)
    const got = await byPassword(place, { scope: 'orders:read' })
    const iat = Date.parse('2026-03-01T12:00:00.000Z') / 1_000
    const issuer = `http://127.0.0.1:${server.port}${place.root}/orders/_auth`
    const common = { active: true, iss: issuer, iat, client_id: 'demo', scope: 'orders:read' }
    const user = { sub: expect.any(String), username: 'ada@example.com' }
    const { access_token: access = '', refresh_token: refreshed = '' } = tokens(got)
    const seen = [await introspect(place, { token: access }), await introspect(place, { token: refreshed })]
    expect(seen.map(({ json }) => json)).toEqual([
      { ...common, ...user, exp: iat + 3_600, token_type: 'Bearer' },
      { ...common, ...user, exp: iat + 30 * 86_400 },
    ])
    await place.hooks('orders').advanceClock(3_600)
    for (const each of [access, 'unknown'])
      expect((await introspect(place, { token: each })).json).toEqual({ active: false })
  })

  test('is for clients that keep a secret (RFC 7662, 2.1)', async () => {
    const place = newPlace(server)
    const form = { token: 'x' }
    const asked = [
      await introspect(place, form, {}),
      await introspect(place, { ...form, client_id: 'spa' }, {}),
      await introspect(place, { ...form, client_id: 'kiosk', client_secret: 'x' }, {}),
      await introspect(place, form, { basic: ['spa', ''] }),
    ]
    expect(asked.map(errorOf)).toEqual(asked.map(() => [401, 'invalid_client']))
    expect((await introspect(place, { ...form, client_id: 'kiosk', client_secret: 'kiosk-secret' }, {})).status).toBe(
      200,
    )
  })
})

describe('metadata', () => {
  const metadata = async (api: string) => {
    const place = newPlace(server)
    const got = await place.send('GET', `/${api}/_auth/.well-known/oauth-authorization-server`)
    const other = await place.send('GET', `/${api}/_auth/.well-known/openid-configuration`)
    expect(other.json).toEqual(got.json)
    return { place, json: got.json as Readonly<Record<string, unknown>> }
  }

  test('of a contract with client credentials alone names no page and no keys', async () => {
    const { place, json } = await metadata('machines')
    const issuer = `http://127.0.0.1:${server.port}${place.root}/machines/_auth`
    expect(json).toEqual({
      issuer,
      token_endpoint: `${issuer}/token`,
      revocation_endpoint: `${issuer}/revoke`,
      introspection_endpoint: `${issuer}/introspect`,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      scopes_supported: ['orders:read', 'orders:write'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    })
  })

  test('names the host that the API is reached at', async () => {
    const host = `orders.localhost:${server.port}`
    const path = '/_auth/.well-known/oauth-authorization-server'
    const { json } = await placeOf(server, '').send('GET', path, { headers: [['Host', host]] })
    expect(json).toMatchObject({ issuer: `http://${host}/_auth`, token_endpoint: `http://${host}/_auth/token` })
  })

  test('names only endpoints that answer', async () => {
    const { json } = await metadata('orders')
    const endpoints = Object.entries(json).filter(([name]) => /_(endpoint|uri)$/.test(name))
    expect(endpoints.length).toBe(7)
    for (const [name, url] of endpoints) {
      const { status } = await fetch(String(url), { method: 'OPTIONS' })
      expect([name, status]).toEqual([name, 204])
    }
  })

  test.each([
    ['without flows', 'plain', ['authorization_code', 'refresh_token']],
    ['with the implicit flow', 'old', ['authorization_code', 'client_credentials', 'refresh_token']],
  ])('of a contract %s offers the code flow', async (_, api, grants) => {
    const { json } = await metadata(api)
    expect(json.grant_types_supported).toEqual(grants)
    expect(json.response_types_supported).toEqual(['code'])
    expect(json.device_authorization_endpoint).toBeUndefined()
  })
})

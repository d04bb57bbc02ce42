import { createLocalJWKSet, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newPlace } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { sketched } from './contracts.ts'
import { callback, orders } from './orders.ts'
import { agreeAs, answerPage } from './sign-in.ts'

let server: TestServer

beforeAll(async () => {
  const flows = { authorizationCode: {}, clientCredentials: {}, password: {}, deviceAuthorization: {} }
  server = await startTestServer({ ownApis: [orders('orders', { flows }), harbor.api] })
})

afterAll(() => server.stop())

const urls = { authorizationUrl: 'https://id.example.com/authorize', tokenUrl: 'https://id.example.com/token' }
const scopes = { 'ships:read': 'Read', 'ships:write': 'Write' }

/** A contract whose tokens come from another host, served by its contract alone. */
const harbor = sketched('harbor', {
  servers: [{ url: 'https://api.example.com/v2' }],
  schemes: { login: { type: 'oauth2', flows: { authorizationCode: { ...urls, scopes } } } },
  operations: {
    'GET /ships': { security: [{ login: ['ships:read'] }] },
    'POST /ships': { security: [{ login: ['ships:write'] }] },
  },
})

const secrets = {
  header: openid.ClientSecretBasic('demo-secret'),
  body: openid.ClientSecretPost('demo-secret'),
} as const

/** A client in a world of its own, which found everything else by discovery. */
async function discover(authentication = secrets.header, id = 'demo', place = newPlace(server), api = 'orders') {
  const issuer = `http://127.0.0.1:${server.port}${place.root}/${api}/_auth`
  const execute = [openid.allowInsecureRequests]
  return openid.discovery(new URL(issuer), id, undefined, authentication, { execute })
}

async function ordersOf(config: openid.Configuration, token: string): Promise<unknown> {
  const url = new URL(`${config.serverMetadata().issuer.replace('/_auth', '')}/orders`)
  return (await openid.fetchProtectedResource(config, token, url, 'GET')).json()
}

test.each(['header', 'body'] as const)(
  'a page logs Grace in by code, the secret in the %s, and learns who she is',
  async (way) => {
    const config = await discover(secrets[way])
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()]
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid email profile orders:read',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
      max_age: '60',
    })
    const back = await agreeAs('grace', url)
    expect(`${back.origin}${back.pathname}`).toBe('http://localhost:5173/callback')
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true, maxAge: 60 }
    const got = await openid.authorizationCodeGrant(config, back, checks)
    const claims = got.claims()
    expect(claims).toMatchObject({ email: 'grace@example.com', name: 'Grace', aud: 'demo' })
    expect(got.scope).toBe('openid email profile orders:read')
    expect(await ordersOf(config, got.access_token)).toEqual({ of: 'grace@example.com' })
    const subject = String(claims?.sub)
    expect(await openid.fetchUserInfo(config, got.access_token, subject)).toEqual({
      sub: subject,
      email: 'grace@example.com',
      name: 'Grace',
    })
    const refreshed = await openid.refreshTokenGrant(config, String(got.refresh_token))
    expect(await ordersOf(config, refreshed.access_token)).toEqual({ of: 'grace@example.com' })
  },
)

test('a page without a secret logs Ada in by code and PKCE', async () => {
  const config = await discover(openid.None(), 'spa')
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const code_challenge = await openid.calculatePKCECodeChallenge(pkceCodeVerifier)
  const parameters = { redirect_uri: callback, code_challenge, code_challenge_method: 'S256' }
  const back = await agreeAs('ada', openid.buildAuthorizationUrl(config, parameters))
  const got = await openid.authorizationCodeGrant(config, back, { pkceCodeVerifier })
  expect([got.id_token, got.scope]).toEqual([undefined, 'orders:read orders:write'])
  const refreshed = await openid.refreshTokenGrant(config, String(got.refresh_token))
  await openid.tokenRevocation(config, String(refreshed.refresh_token))
  await expect(openid.refreshTokenGrant(config, String(refreshed.refresh_token))).rejects.toMatchObject({
    error: 'invalid_grant',
  })
})

test('ID tokens are signed by the published key, which is the same in every world and for every API', async () => {
  const [one, other] = [await discover(), await discover()]
  const keysOf = async (config: openid.Configuration) =>
    (await fetch(String(config.serverMetadata().jwks_uri))).json() as Promise<Parameters<typeof createLocalJWKSet>[0]>
  const published = await keysOf(one)
  expect(await keysOf(other)).toEqual(published)
  expect(published.keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']])
  const user = { username: 'ada', password: 'correct-horse-battery-staple', scope: 'openid' }
  const { id_token: token = '' } = await openid.genericGrantRequest(other, 'password', user)
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(published))
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: published.keys[0]?.kid })
  expect(payload.iss).toBe(other.serverMetadata().issuer)
})

test('a client gets a token for itself, and learns of it by introspection until it is revoked', async () => {
  const config = await discover()
  const got = await openid.clientCredentialsGrant(config, { scope: 'orders:read' })
  expect(await ordersOf(config, got.access_token)).toEqual({ of: 'a client' })
  expect(await openid.tokenIntrospection(config, got.access_token)).toMatchObject({
    active: true,
    scope: 'orders:read',
  })
  await openid.tokenRevocation(config, got.access_token)
  expect(await openid.tokenIntrospection(config, got.access_token)).toEqual({ active: false })
})

test('a device gets tokens once the user has typed its code and agreed', async () => {
  const place = newPlace(server)
  await place.hooks('orders').freezeClock()
  const config = await discover(secrets.header, 'demo', place)
  const device = await openid.initiateDeviceAuthorization(config, { scope: 'openid orders:read' })
  expect(device).toMatchObject({
    expires_in: 600,
    interval: 5,
    user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
  })
  const grant = 'urn:ietf:params:oauth:grant-type:device_code'
  const poll = () => openid.genericGrantRequest(config, grant, { device_code: device.device_code })
  const refusal = (error: string) => ({ error })
  await expect(poll()).rejects.toMatchObject(refusal('authorization_pending'))
  await expect(poll()).rejects.toMatchObject(refusal('slow_down'))
  const typed = `${device.verification_uri}?user_code=${device.user_code.toLowerCase().replace('-', '%20')}`
  const answer = await answerPage(typed, { account: 'ada' })
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('The device is connected')])
  await place.hooks('orders').advanceClock(5)
  const got = await poll()
  expect(got.claims()).toMatchObject({ email: 'ada@example.com' })
  expect(await ordersOf(config, got.access_token)).toEqual({ of: 'ada@example.com' })
  await place.hooks('orders').advanceClock(5)
  await expect(poll()).rejects.toMatchObject(refusal('invalid_grant'))
})

test('an app logs in at a contract that is served without code, with the scopes that it asked for, for an hour', async () => {
  const place = newPlace(server)
  const config = await discover(secrets.header, 'demo', place, 'harbor')
  const parameters = { redirect_uri: callback, scope: 'ships:read' }
  const back = await agreeAs('ada', openid.buildAuthorizationUrl(config, parameters))
  const { access_token: bearer } = await openid.authorizationCodeGrant(config, back)
  const ships = async (method: string) => (await place.send(method, '/harbor/v2/ships', { bearer })).status
  expect([await ships('GET'), await ships('POST')]).toEqual([204, 403])
  await place.hooks('harbor').advanceClock(3_600)
  expect(await ships('GET')).toBe(401)
})

import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { ClientCredentials, ResourceOwnerPassword } from 'simple-oauth2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
let origin: string

beforeAll(async () => {
  server = await startTestServer()
  origin = `http://127.0.0.1:${server.port}`
})

afterAll(async () => {
  await server.stop()
})

const user = { username: 'ada@example.com', password: 'correct-horse-battery-staple' }

/** Where an API issues tokens, to whom, and what shows that one works. */
const places = {
  tag: { token: '/tag/api/oauth/v2/token', id: 'abc123', secret: '456789', reads: '/tag/api/delegate/list' },
  'numbers-station': {
    token: '/numbers-station/api/v1/login/access-token',
    id: 'any-client',
    secret: 'not-looked-at',
    reads: '/numbers-station/api/v3/orgs/acme/users/me',
  },
} as const

type Api = keyof typeof places

async function works(api: Api, token: unknown): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` }
  expect(await fetch(`${origin}${places[api].reads}`, { headers })).toMatchObject({ status: 200 })
}

/** The two ways in which a client says who it is (RFC 6749, 2.3.1). */
const ways = ['header', 'body'] as const
type Way = (typeof ways)[number]

describe.each(ways)('openid-client 6, its client in the %s,', (way) => {
  test('gets and refreshes tokens of TAG', async () => {
    const config = openidConfig('tag', way)
    const ofClient = await openid.clientCredentialsGrant(config)
    const ofUser = await openid.genericGrantRequest(config, 'password', user)
    const refreshed = await openid.refreshTokenGrant(config, String(ofUser.refresh_token))
    for (const { access_token: token } of [ofClient, refreshed]) await works('tag', token)
  })

  test('gets a token of Numbers Station, with and without a scope', async () => {
    const config = openidConfig('numbers-station', way)
    for (const scope of [{}, { scope: '' }, { scope: 'openid' }]) {
      const { access_token: token } = await openid.genericGrantRequest(config, 'password', { ...user, ...scope })
      await works('numbers-station', token)
    }
  })
})

function openidConfig(api: Api, way: Way): openid.Configuration {
  const { token, id, secret } = places[api]
  const authentication = way === 'header' ? openid.ClientSecretBasic(secret) : openid.ClientSecretPost(secret)
  const endpoints = { issuer: origin, token_endpoint: `${origin}${token}` }
  const config = new openid.Configuration(endpoints, id, undefined, authentication)
  openid.allowInsecureRequests(config)
  return config
}

describe.each(ways)('oauth4webapi 3, its client in the %s,', (way) => {
  const issuer = (api: Api) => ({ issuer: origin, token_endpoint: `${origin}${places[api].token}` })
  const client = (api: Api) => ({ client_id: places[api].id })
  const secretOf = (api: Api) =>
    way === 'header' ? oauth.ClientSecretBasic(places[api].secret) : oauth.ClientSecretPost(places[api].secret)
  const insecure = { [oauth.allowInsecureRequests]: true }

  async function byPassword(api: Api) {
    const [as, who] = [issuer(api), client(api)]
    const sent = new URLSearchParams(user)
    const got = await oauth.genericTokenEndpointRequest(as, who, secretOf(api), 'password', sent, insecure)
    return oauth.processGenericTokenEndpointResponse(as, who, got)
  }

  test('gets and refreshes tokens of TAG', async () => {
    const [as, who, secret] = [issuer('tag'), client('tag'), secretOf('tag')]
    const got = await oauth.clientCredentialsGrantRequest(as, who, secret, {}, insecure)
    await works('tag', (await oauth.processClientCredentialsResponse(as, who, got)).access_token)
    const { refresh_token: refresh = '' } = await byPassword('tag')
    const again = await oauth.refreshTokenGrantRequest(as, who, secret, refresh, insecure)
    await works('tag', (await oauth.processRefreshTokenResponse(as, who, again)).access_token)
  })

  test('gets a token of Numbers Station', async () => {
    await works('numbers-station', (await byPassword('numbers-station')).access_token)
  })
})

describe.each(ways)('simple-oauth2 5, its client in the %s,', (way) => {
  const settings = (api: Api) => ({
    client: { id: places[api].id, secret: places[api].secret },
    auth: { tokenHost: origin, tokenPath: places[api].token },
    options: { authorizationMethod: way },
  })

  test('gets and refreshes tokens of TAG', async () => {
    const { token } = await new ClientCredentials(settings('tag')).getToken({})
    await works('tag', token.access_token)
    const login = await new ResourceOwnerPassword(settings('tag')).getToken(user)
    await works('tag', (await login.refresh()).token.access_token)
  })

  test('gets a token of Numbers Station', async () => {
    const { token } = await new ResourceOwnerPassword(settings('numbers-station')).getToken(user)
    await works('numbers-station', token.access_token)
  })
})

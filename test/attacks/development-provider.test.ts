import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someOf } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { oauth } from './numbers-station.ts'
import { type Got, placeOf } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ hosts: ['latchkey.test'] })
})

afterAll(async () => {
  await server.stop()
})

const callbackPath = `${oauth}/callback`

/** The callback of the default world at `localhost`. */
const callback = () => `http://localhost:${server.port}${callbackPath}`

/** Sends a browser to the provider, as a login does, except for what is changed. */
function authorize(redirect_uri: string, changed: Readonly<Record<string, string>> = {}): Promise<Got> {
  const query = {
    client_id: 'latchkey',
    response_type: 'code',
    scope: 'openid',
    state: 'state',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
    redirect_uri,
    ...changed,
  }
  return placeOf(server, '').send('GET', '/idp/auth', { query })
}

/** The server by each kind of name that it has, and how it is asked for Numbers Station there. */
const names: readonly (readonly [string, string])[] = [
  ['localhost', oauth],
  ['127.0.0.1', oauth],
  ['[::1]', oauth],
  ['LOCALHOST', oauth],
  ['latchkey.test', oauth],
  ['numbers-station.localhost', oauth.replace('/numbers-station', '')],
  ['numbers-station.latchkey.test', oauth.replace('/numbers-station', '')],
]

describe.each(names)('at %s', (name, path) => {
  test.each(['', 'a-world'])(
    'OA03: the provider accepts the callback that a login sends, in the world "%s"',
    async (world) => {
      const headers = [['Host', `${name}:${server.port}`]] as const
      const begun = await placeOf(server, world).send('GET', path, { query: { provider: 'google' }, headers })
      const redirectUri = new URL(String(begun.json)).searchParams.get('redirect_uri') ?? ''
      const root = world && `/~${world}`
      expect(redirectUri).toBe(`http://${name.toLowerCase()}:${server.port}${root}${path}/callback`)
      const got = await authorize(redirectUri)
      expect([got.status, got.header('location')]).toEqual([303, expect.stringMatching(/^\/idp\/interaction\//)])
    },
  )
})

test('OA03: a callback behind another port is accepted once a login was begun there', async () => {
  const mapped = 'localhost:8080'
  expect((await authorize(`http://${mapped}${callbackPath}`)).status).toBe(400)
  await placeOf(server, '').send('GET', oauth, { query: { provider: 'google' }, headers: [['Host', mapped]] })
  expect((await authorize(`http://${mapped}${callbackPath}`)).status).toBe(303)
  expect((await authorize(`http://${mapped}${callbackPath}?x`)).status).toBe(400)
})

/** One part of the address is another; every other part is right. */
const wrong: Readonly<Record<string, (right: string) => string>> = {
  'the scheme javascript': (right) => right.replace('http:', 'javascript:'),
  'the scheme data': (right) => right.replace('http:', 'data:'),
  'the scheme https': (right) => right.replace('http:', 'https:'),
  'a scheme in capitals': (right) => right.replace('http:', 'HTTP:'),
  'another port': (right) => right.replace(/:\d+/, ':1'),
  'no port': (right) => right.replace(/:\d+/, ''),
  'a port with a zero in front': (right) => right.replace(/:(\d+)/, ':0$1'),
  'a user': (right) => right.replace('//', '//user@'),
  'a user and a password': (right) => right.replace('//', '//user:password@'),
  'an empty user': (right) => right.replace('//', '//@'),
  'a query': (right) => `${right}?x=y`,
  'an empty query': (right) => `${right}?`,
  'a fragment': (right) => `${right}#x`,
  'an empty fragment': (right) => `${right}#`,
  'a slash at the end': (right) => `${right}/`,
  'a slash more': (right) => right.replace('/api/', '//api/'),
  'a backslash': (right) => right.replace('/api/', '\\api/'),
  'backslashes for the slashes of the host': (right) => right.replace('//', '\\\\'),
  'one slash before the host': (right) => right.replace('//', '/'),
  'an escaped letter': (right) => right.replace('/api/', '/%61pi/'),
  'an escaped slash': (right) => right.replace('/api/', '%2fapi/'),
  'a way up': (right) => right.replace('/api/', '/x/../api/'),
  'a dot': (right) => right.replace('/api/', '/./api/'),
  'a host in capitals': (right) => right.replace('localhost', 'LOCALHOST'),
  'a host with a dot at the end': (right) => right.replace('localhost', 'localhost.'),
  'a host that is not this server': (right) => right.replace('localhost', 'evil.example'),
  'a host that begins like this server': (right) => right.replace('localhost', 'localhost.evil.example'),
  'a short form of 127.0.0.1': (right) => right.replace('localhost', '127.1'),
  'a long form of ::1': (right) => right.replace('localhost', '[0:0:0:0:0:0:0:1]'),
  'a host of another API': (right) => right.replace('localhost', 'khe.localhost'),
  'the path of another API': (right) => right.replace('/numbers-station/', '/khe/'),
  'another path of the API': (right) => right.replace('/oauth/callback', ''),
  'the path without its API': (right) => right.replace('/numbers-station', ''),
  'a world that has no valid name': (right) => right.replace('/numbers-station', '/~UPPER/numbers-station'),
  'the front page': (right) => new URL('/', right).href,
  'a tab in it': (right) => right.replace('/api/', '/a\tpi/'),
  'a blank in front': (right) => ` ${right}`,
  'a blank at the end': (right) => `${right} `,
  'nothing in it': () => '',
  'no address': () => 'callback',
}

/** What an answer has that is no way on: neither a redirect, nor a form, nor a script. */
function leadsOn(got: Got): boolean {
  return got.header('location') !== undefined || /<(form|script|a|meta http)/i.test(got.text)
}

test.each(Object.entries(wrong))('OA03: a redirect_uri with %s leads nowhere', async (_, change) => {
  for (const response_mode of someOf(['form_post', 'query', 'fragment', 'web_message', 'jwt'], 2))
    for (const prompt of someOf(['none', 'login'], 1)) {
      const got = await authorize(change(callback()), { response_mode, prompt })
      expect([response_mode, prompt, got.status, leadsOn(got)]).toEqual([response_mode, prompt, 400, false])
    }
})

test('OA03: a redirect_uri that is left out, or given twice, leads nowhere', async () => {
  const { searchParams } = new URL(callback())
  searchParams.set('client_id', 'latchkey')
  for (const query of ['', `&redirect_uri=${callback()}&redirect_uri=${callback()}`]) {
    const path = `/idp/auth?client_id=latchkey&response_type=code&scope=openid&prompt=none${query}`
    const got = await placeOf(server, '').send('GET', path)
    expect([query, got.status, leadsOn(got)]).toEqual([query, 400, false])
  }
})

test.each(['form_post', 'fragment', 'web_message', 'jwt', 'query.jwt', 'form_post.jwt', 'another'])(
  'the response mode %s is refused, and nobody is sent on by a page',
  async (mode) => {
    const got = await authorize(callback(), { response_mode: mode })
    const location = new URL(got.header('location') ?? '')
    const told = new URLSearchParams(location.search || location.hash.slice(1))
    expect([got.status, location.origin + location.pathname]).toEqual([303, callback()])
    expect([told.get('code'), told.get('error')]).toEqual([
      null,
      expect.stringMatching(/^(invalid_request|unsupported)/),
    ])
    expect(got.text).not.toMatch(/<(form|script)/)
  },
)

test.each(['token', 'id_token', 'code id_token', 'code token', 'none', 'another'])(
  'the response type %s is refused',
  async (type) => {
    const got = await authorize(callback(), { response_type: type, nonce: 'nonce' })
    expect(got.status).toBe(303)
    expect(got.header('location')).toMatch(/[?#]error=(unsupported_response_type|invalid_request)&/)
    expect(got.header('location')).not.toMatch(/(code|token)=/)
  },
)

test('discovery names what the provider does and nothing else', async () => {
  const headers = [['Host', `localhost:${server.port}`]] as const
  const { json } = await placeOf(server, '').send('GET', '/idp/.well-known/openid-configuration', { headers })
  const base = `http://localhost:${server.port}/idp`
  expect(json).toEqual({
    issuer: base,
    authorization_endpoint: `${base}/auth`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    authorization_response_iss_parameter_supported: true,
    claim_types_supported: ['normal'],
    claims_parameter_supported: false,
    claims_supported: expect.arrayContaining(['sub', 'email', 'email_verified', 'name']),
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: ['authorization_code'],
    id_token_signing_alg_values_supported: ['RS256'],
    request_uri_parameter_supported: false,
    response_modes_supported: ['query'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'email', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
  })
})

test.each([
  '/reg',
  '/request',
  '/session/end',
  '/session/end/success',
  '/me',
  '/device',
  '/token/introspection',
  '/token/revocation',
])('the provider has no %s', async (path) => {
  expect((await placeOf(server, '').send('GET', `/idp${path}`)).status).toBe(404)
})

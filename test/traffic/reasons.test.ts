import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { advance, password, watchedPlace } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const nebula = '/nebula-block/api/v1'
const numbers = '/numbers-station'
const khe = '/khe/v1.0'
const tag = '/tag/api'

type Watched = Awaited<ReturnType<typeof watchedPlace>>

async function nebulaToken({ place }: Watched): Promise<string> {
  const { json } = await place.send('POST', `${nebula}/login`, { form: { username: 'ada', password } })
  return (json as { data: { jwtToken: string } }).data.jwtToken
}

async function bearerOf({ place }: Watched): Promise<string> {
  const form = { username: 'ada@example.com', password }
  const { json } = await place.send('POST', `${numbers}/api/v1/login/access-token`, { form })
  return (json as { access_token: string }).access_token
}

const me = `${numbers}/api/v3/orgs/acme/users/me`

async function kheLogin({ place }: Watched) {
  const json = { client: 'abc123', email: 'ada@example.com', password }
  return (await place.send('POST', `${khe}/users/token`, { json })).json as Record<'key' | 'token' | 'refresh', string>
}

/** What is done in a world, and the reason that is told of its last exchange. */
const rows: readonly (readonly [string, (watched: Watched) => Promise<unknown>, string | null])[] = [
  ['a success', async (watched) => watched.place.send('GET', me, { bearer: await bearerOf(watched) }), null],
  [
    'a JWT that expired',
    async (watched) => {
      const bearer = await nebulaToken(watched)
      await advance(watched.place, 7_203)
      await watched.place.send('GET', `${nebula}/users/credits`, { bearer })
    },
    'The access token expired 3 s ago',
  ],
  [
    'a session that was not used',
    async (watched) => {
      const bearer = await bearerOf(watched)
      await advance(watched.place, 31 * 60)
      await watched.place.send('GET', me, { bearer })
    },
    'The bearer session was not used for too long and died 1 min ago',
  ],
  [
    'a session that was ended',
    async (watched) => {
      const bearer = await bearerOf(watched)
      await watched.place.send('POST', `${numbers}/api/v1/logout/access-token`, { bearer })
      await advance(watched.place, 65)
      await watched.place.send('GET', me, { bearer })
    },
    'The bearer session was revoked 1 min 5 s ago',
  ],
  [
    'a token that was refreshed',
    async (watched) => {
      const { key, token, refresh } = await kheLogin(watched)
      await watched.place.send('POST', `${khe}/users/token/refresh`, { json: { client: 'abc123', key, refresh } })
      await advance(watched.place, 12)
      await watched.place.send('PATCH', `${khe}/users`, { basic: [key, token], json: { email: 'ada@example.com' } })
    },
    'The access token was revoked by rotation 12 s ago',
  ],
  [
    'a refresh token that was traded in',
    async (watched) => {
      const { key, refresh } = await kheLogin(watched)
      const json = { client: 'abc123', key, refresh }
      await watched.place.send('POST', `${khe}/users/token/refresh`, { json })
      await advance(watched.place, 11)
      await watched.place.send('POST', `${khe}/users/token/refresh`, { json })
    },
    'The refresh token was traded in before, 11 s ago; everything that came of it is revoked now',
  ],
  [
    'the token of another key',
    async (watched) => {
      const { token } = await kheLogin(watched)
      await watched.place.send('PATCH', `${khe}/users`, { basic: ['0'.repeat(24), token], json: { email: 'a@b.co' } })
    },
    'The token belongs to another key',
  ],
  [
    'a client that there is not',
    ({ place }) => place.send('POST', `${khe}/users/token`, { json: { client: 'nobody', email: 'a@b.co', password } }),
    'There is no client nobody',
  ],
  [
    'an account that was disabled',
    async (watched) => {
      const bearer = await bearerOf(watched)
      await watched.place.hooks('numbers-station').disableAccount('ada@example.com', true)
      await advance(watched.place, 120)
      await watched.place.send('GET', me, { bearer })
    },
    'The account ada@example.com was disabled 2 min ago',
  ],
  [
    'an API key of the wrong length',
    ({ place }) => place.send('GET', `${nebula}/users/credits`, { bearer: 'ak_short' }),
    'It is not an API key: `ak_` and 43 characters',
  ],
  [
    'a token that is neither',
    ({ place }) => place.send('GET', `${nebula}/users/credits`, { bearer: 'pk_something' }),
    'It is not a JWT, nor has it the prefix `ak_` of an API key',
  ],
  [
    'the token of another world',
    async (watched) => {
      const other = await watchedPlace(server)
      await watched.place.send('GET', `${nebula}/users/credits`, { bearer: await nebulaToken(other) })
    },
    'The access token was issued in another world',
  ],
  [
    'a token that was tampered with',
    async (watched) => {
      const bearer = (await nebulaToken(watched)).replace(/.{10}$/, 'x'.repeat(10))
      await watched.place.send('GET', `${nebula}/users/credits`, { bearer })
    },
    'The access token was not signed here, or was altered since',
  ],
  [
    'a token that nobody was given',
    ({ place }) => place.send('GET', me, { bearer: 'x'.repeat(43) }),
    'The credential was never issued in this world, or so long ago that it is forgotten',
  ],
  [
    'no credential',
    ({ place }) => place.send('GET', me),
    'No credential was sent; it takes Authorization: Bearer … or the cookie session_id',
  ],
  [
    'another scheme',
    ({ place }) => place.send('GET', me, { basic: ['ada', password] }),
    'Authorization has the scheme Basic; it takes Authorization: Bearer …',
  ],
  [
    'an origin that is not listed',
    ({ place }) => place.send('GET', me, { headers: [['Origin', 'http://localhost:5173']] }),
    'The origin http://localhost:5173 is not on the list (http://localhost:3000)',
  ],
  [
    'a wrong password',
    ({ place }) => place.send('POST', `${nebula}/login`, { form: { username: 'ada', password: 'wrong-password' } }),
    'The password is not that of ada@example.com',
  ],
  [
    'the name of nobody',
    ({ place }) => place.send('POST', `${nebula}/login`, { form: { username: 'nobody', password } }),
    'Nobody has that name',
  ],
  [
    'too many tries',
    async ({ place }) => {
      for (let count = 0; count < 6; count++)
        await place.send('POST', `${nebula}/login`, { form: { username: 'ada', password: 'wrong-password' } })
    },
    'Too many tries failed: wait until 2026-03-01T12:00:01.000Z, 1 s from then',
  ],
  [
    'a wrong client secret',
    ({ place }) =>
      place.send('POST', `${tag}/oauth/v2/token`, {
        basic: ['abc123', 'wrong'],
        json: { grant_type: 'client_credentials' },
      }),
    'The secret is not that of the client abc123',
  ],
  [
    'a role that may not',
    async (watched) => {
      const { key, token } = await kheLogin(watched)
      await watched.place.send('GET', `${khe}/users`, { basic: [key, token] })
    },
    'ada@example.com has the role attendee; it takes staff or admin',
  ],
  [
    'an account of others',
    async (watched) => watched.place.send('GET', me.replace('acme', 'globex'), { bearer: await bearerOf(watched) }),
    'ada@example.com does not belong to globex',
  ],
  [
    'another media type',
    ({ place }) => place.send('POST', `${nebula}/login`, { raw: { type: 'text/plain', body: 'x' } }),
    'The body is text/plain; it takes application/x-www-form-urlencoded',
  ],
  [
    'a missing field',
    ({ place }) => place.send('POST', `${nebula}/login`, { form: { username: 'ada' } }),
    'The request breaks the contract: body.password is required',
  ],
  [
    'a path of nothing',
    ({ place }) => place.send('GET', `${nebula}/nothing`),
    'The contract has no path {root}/nebula-block/api/v1/nothing (GET)',
  ],
  [
    'a path that ends at the API',
    ({ place }) => place.send('GET', '/nebula-block'),
    'The contract has no path {root}/nebula-block (GET)',
  ],
  [
    'a method of nothing',
    ({ place }) => place.send('PUT', `${nebula}/login`),
    '{root}/nebula-block/api/v1/login has no method PUT; it has OPTIONS, POST',
  ],
  [
    'a host of others',
    ({ place }) => place.send('GET', me, { headers: [['Host', 'evil.example']] }),
    'This server does not serve the host evil.example; start it with --allow-host to add one',
  ],
]

test.each(rows)('%s is explained', async (_, act, reason) => {
  const watched = await watchedPlace(server)
  await act(watched)
  expect((await watched.last()).reason).toBe(reason?.replace('{root}', watched.place.root) ?? null)
})

test('a credential is told with its owner, its times and its claims', async () => {
  const watched = await watchedPlace(server)
  const bearer = await nebulaToken(watched)
  await advance(watched.place, 60)
  await watched.place.send('GET', `${nebula}/users/credits`, { bearer })
  expect(await watched.last()).toMatchObject({
    operation: expect.any(String),
    status: 200,
    started: '2026-03-01T12:01:00.000Z',
    refusal: null,
    verdict: { request: [], response: [] },
    credential: {
      scheme: 'bearer',
      kind: 'access-token',
      state: 'active',
      subject: 'ada@example.com',
      issued: '2026-03-01T12:00:00.000Z',
      expires: '2026-03-01T14:00:00.000Z',
      since: '2026-03-01T12:00:00.000Z',
      claims: { sub: 'ada@example.com', iss: 'nebula-block', iat: 1_772_366_400, exp: 1_772_373_600 },
    },
  })
})

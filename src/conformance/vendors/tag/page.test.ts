import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../../../test/test-server.ts'

// The requests of the vendor's page "Authentication", sent as it prints them.

let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer()
  url = `http://localhost:${server.port}/tag/api`
})

afterAll(() => server.stop())

function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(url + path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body })
}

const clientRequest = `{
  "grant_type": "client_credentials",
  "client_id": "abc123",
  "client_secret": "456789"
}`

const userRequest = `{
  "grant_type": "password",
  "client_id": "abc123",
  "client_secret": "456789",
  "username": "someone@example.com",
  "password": "def56789"
}`

const refreshRequest = `{
  "grant_type": "refresh_token",
  "client_id": "abc123",
  "client_secret": "456789",
  "refresh_token": "NmI5ZGI3MzBmZjYwY2E1ZTlkYTM4MTJlMmI1Z"
}`

const token = expect.stringMatching(/^[A-Za-z0-9_-]{43}$/)

test('the client gets the printed answer, but for the token', async () => {
  const response = await post('/oauth/v2/token', clientRequest)

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ access_token: token, expires_in: 3600, token_type: 'bearer', scope: null })
})

test('the user gets the printed answer, but for the tokens', async () => {
  const response = await post('/oauth/v2/token', userRequest)

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    access_token: token,
    expires_in: 3600,
    token_type: 'bearer',
    scope: null,
    refresh_token: token,
  })
})

test("the refresh request gets the printed answer with a token of one's own", async () => {
  const login = await post('/oauth/v2/token', userRequest)
  const { refresh_token: own } = (await login.json()) as { refresh_token: string }

  const response = await post('/oauth/v2/token', refreshRequest.replace('NmI5ZGI3MzBmZjYwY2E1ZTlkYTM4MTJlMmI1Z', own))

  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ access_token: token, scope: null, refresh_token: token })
})

test('the refresh request as printed gets the refusal of TG-53', async () => {
  const response = await post('/oauth/v2/token', refreshRequest)

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
})

test.each(['{\n  "email": "someone@example.com"\n}', '{\n  "phone": "02345678901234"\n}'])(
  "the request for a one-time password %j gets the refusal of TG-51, and its answer with a client's token",
  async (body) => {
    const refused = await post('/otp/send', body)
    const client = await post('/oauth/v2/token', clientRequest)
    const { access_token: bearer } = (await client.json()) as { access_token: string }

    const response = await post('/otp/send', body, { Authorization: `Bearer ${bearer}` })

    expect(refused.status).toBe(401)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ data: JSON.parse(body), meta: [] })
  },
)

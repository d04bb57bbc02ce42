import { afterAll, beforeAll, expect, test } from 'vitest'
import { ada } from '../../../../test/attacks/logins.ts'
import { demoKey } from '../../../../test/attacks/numbers-station.ts'
import { startTestServer, type TestServer } from '../../../../test/test-server.ts'

// The examples of the vendor's page "Authenticating with Numbers Station", run from localhost:3000 as it says.

let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer()
  url = `http://localhost:${server.port}/numbers-station`
})

afterAll(() => server.stop())

const origin = { Origin: 'http://localhost:3000' }
const me = { email: 'ada@example.com', account_name: 'acme', role: 'USER' }

function loginForm(): FormData {
  const formData = new FormData()
  formData.append('username', 'ada@example.com')
  formData.append('password', ada.password)
  return formData
}

test('cookie-based, native: the cookie of the login reads the user', async () => {
  const login = await fetch(`${url}/api/v1/login/session?third_party=true`, {
    method: 'POST',
    headers: origin,
    body: loginForm(),
  })
  const [cookie = ''] = login.headers.getSetCookie()

  const user = await fetch(`${url}/api/v3/orgs/acme/users/me`, {
    headers: { ...origin, Cookie: cookie.split(';')[0] ?? '' },
  })

  expect(cookie).toMatch(/; Secure; HttpOnly; SameSite=None$/)
  expect(await user.json()).toMatchObject(me)
})

test('OAuth2: the link leads to the provider', async () => {
  const query = 'provider=google&redirect_header=true&redirect_uri=http://localhost:3000/&third_party=true'

  const response = await fetch(`${url}/api/v1/login/session/oauth?${query}`, { redirect: 'manual' })

  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toMatch(new RegExp(`^http://localhost:${server.port}/idp/auth\\?`))
})

test('OAuth2: with redirect_header=false the address is the body of the answer', async () => {
  const query = 'provider=google&redirect_header=false&redirect_uri=http://localhost:3000/'

  const response = await fetch(`${url}/api/v1/login/session/oauth?${query}`)

  expect(await response.json()).toMatch(new RegExp(`^http://localhost:${server.port}/idp/auth\\?`))
})

test('bearer token, native: the token of the login reads the user', async () => {
  const login = await fetch(`${url}/api/v1/login/access-token`, { method: 'POST', headers: origin, body: loginForm() })
  const { access_token: token } = (await login.json()) as { access_token: string }

  const user = await fetch(`${url}/api/v3/orgs/acme/users/me`, {
    headers: { ...origin, Authorization: `Bearer ${token}` },
  })

  expect(await user.json()).toMatchObject(me)
})

test('API key: the key buys a token, with the e-mail unescaped in the query', async () => {
  const query = 'email=ada@example.com&account_name=acme'
  const headers = { ...origin, 'X-API-Key': demoKey }
  const login = await fetch(`${url}/api/v1/login/access-token/api-key?${query}`, { method: 'POST', headers })
  const { access_token: token } = (await login.json()) as { access_token: string }

  const user = await fetch(`${url}/api/v3/orgs/acme/users/me`, { headers: { Authorization: `Bearer ${token}` } })

  expect(await user.json()).toMatchObject(me)
})

test('a page of another origin is blocked', async () => {
  const headers = { Origin: 'https://app.example' }

  const response = await fetch(`${url}/api/v1/login/session`, { method: 'POST', headers, body: loginForm() })

  expect(response.status).toBe(403)
  expect(response.headers.getSetCookie()).toEqual([])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../generated/khe/client.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

// The requests of the vendor's page "Authentication", sent as it prints them, with values where it prints types.

let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer()
  url = `http://localhost:${server.port}/khe/v1.0`
})

afterAll(() => server.stop())

const json = { 'Content-Type': 'application/json' }
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

interface Session {
  readonly role: string
  readonly key: string
  readonly token: string
  readonly refresh: string
  readonly expires: string
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) })
}

async function login(client = 'abc123'): Promise<Session> {
  const body = { client, email: 'ada@example.com', password: 'correct-horse-battery-staple' }
  return (await post('/users/token', body)).json() as Promise<Session>
}

/** `encoded = base64Encode(key + ":" + token)`. */
function authorized({ key, token }: Session): Record<string, string> {
  return { ...json, Authorization: `Basic ${btoa(`${key}:${token}`)}` }
}

test('step one: a login gets the printed answer', async () => {
  const body = { client: 'mocha', email: 'ada@example.com', password: 'correct-horse-battery-staple' }

  const response = await post('/users/token', body)

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    role: 'attendee',
    key: '5f6e1a2b3c4d5e6f70819201',
    token: uuid,
    refresh: uuid,
    expires: date,
  })
})

test('step two: key and token change the e-mail', async () => {
  const headers = authorized(await login())

  const response = await fetch(`${url}/users`, { method: 'PATCH', headers, body: '{"email":"ada@example.com"}' })

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ _id: '5f6e1a2b3c4d5e6f70819201', email: 'ada@example.com' })
})

test('step three: a refresh gets the printed members, and the role that the vendor’s server adds', async () => {
  const { key, refresh, token } = await login()

  const response = await post('/users/token/refresh', { client: 'abc123', key, refresh })

  expect(response.status).toBe(200)
  const next = (await response.json()) as Session
  expect(next).toEqual({ role: 'attendee', key, token: uuid, refresh: uuid, expires: date })
  expect([next.token === token, next.refresh === refresh]).toEqual([false, false])
})

test('the last step: a DELETE with a body logs out', async () => {
  const headers = authorized(await login())
  const logout = () => fetch(`${url}/users/token`, { method: 'DELETE', headers, body: '{"client":"abc123"}' })

  const [first, second] = [await logout(), await logout()]

  expect([first.status, await first.json()]).toEqual([200, {}])
  expect(second.status).toBe(401)
})

test('the generated client goes all four steps, the DELETE with its body too', async () => {
  let credential: string | undefined
  const client = createClient({ baseUrl: url, credentials: { basic: () => credential } })
  const hold = ({ key, token }: Pick<Session, 'key' | 'token'>) => {
    credential = btoa(`${key}:${token}`)
  }
  const email = 'ada@example.com'
  const login = await client.POST('/users/token', {
    body: { client: 'abc123', email, password: 'correct-horse-battery-staple' },
  })
  const { key, refresh } = login.data as Session
  hold(login.data as Session)

  const changed = await client.PATCH('/users', { body: { email } })
  const next = await client.POST('/users/token/refresh', { body: { client: 'abc123', key, refresh } })
  hold(next.data as Session)
  const ended = await client.DELETE('/users/token', { body: { client: 'abc123' } })
  const after = await client.PATCH('/users', { body: { email } })

  expect([changed, next, ended, after].map(({ response }) => response.status)).toEqual([200, 200, 200, 401])
})

test.each([
  ['PATCH', '/users', '{"email":"x@example.com"}'],
  ['DELETE', '/users/token', '{"client":"abc123"}'],
])('the printed Basic value, without a colon, gets the refusal of KH-20 at %s %s', async (method, path, body) => {
  const headers = { ...json, Authorization: 'Basic YWdpZXJnaWVyb2dpMjM0MjQ=' }

  const response = await fetch(`${url}${path}`, { method, headers, body })

  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Basic realm="khe", charset="UTF-8"')
  expect(await response.json()).toEqual({ errors: ['You must be logged in to access this area'] })
})

const sketch = `{
client: String, // your client ID
email: String, // the user's email address
password: String // the user's password
}`

test('the printed sketch of a body is no JSON and gets the refusal of KH-55', async () => {
  const response = await fetch(`${url}/users/token`, { method: 'POST', headers: json, body: sketch })

  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({ errors: ['body is not valid JSON'] })
})

test('the printed headers have no content type and get the refusal of KH-54', async () => {
  const response = await fetch(`${url}/users/token`, { method: 'POST', body: new TextEncoder().encode(sketch) })

  expect(response.status).toBe(415)
  expect(response.headers.get('accept')).toBe('application/json, application/x-www-form-urlencoded')
})

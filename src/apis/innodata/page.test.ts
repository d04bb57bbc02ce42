import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../../test/test-server.ts'

// The requests of the vendor's page "Authentication", sent as it prints them.

let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer()
  url = `http://localhost:${server.port}/innodata`
})

afterAll(() => server.stop())

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const keys = {
  live: 'user-live-632a5a63-d6d6-4246-91ca-d546632698d3',
  test: 'user-test-29a846c5-f990-4fd1-b1c5-0a5f81f1b8a7',
}
const printed = {
  success: true,
  status_code: 200,
  tracking: expect.stringMatching(uuid),
  response: {
    activated: true,
    api_keys: keys,
    email: 'me@example.com',
    email_verified: true,
    id: '5a2e5257-404d-4aaf-86c4-b1c2a1ff886b',
    is_demo: false,
    name: 'My Name Goes Here',
  },
}

function post(path: string, body: string): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', headers: { 'Content-type': 'application/json' }, body })
}

const signUp = `{
  "name": "My Name Goes Here",
  "email": "me@example.com",
  "password": "my secret passw0rd!!!",
  "demo": false
}`

test('creating the sample user, who exists here, gets the printed answer but for the id', async () => {
  const response = await post('/v1/users', signUp)

  expect(response.status).toBe(201)
  expect(await response.json()).toEqual({
    ...printed,
    status_code: 201,
    response: {
      ...printed.response,
      activated: false,
      api_keys: { live: null, test: null },
      email_verified: false,
      id: expect.stringMatching(uuid),
    },
  })
})

test('the sample user logs in and gets the printed answer, but for the tracking', async () => {
  const body = `{
  "authentication_method": "password",
  "username": "me@example.com",
  "password": "my secret passw0rd!!!"
}`

  const response = await post('/v1.1/users/login', body)

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual(printed)
})

test('the printed lookup gets the printed answer, but for the tracking', async () => {
  const Authorization = 'Basic dXNlci1saXZlLTYzMmE1YTYzLWQ2ZDYtNDI0Ni05MWNhLWQ1NDY2MzI2OThkMzo='

  const response = await fetch(`${url}/v1.1/users/me`, { headers: { Authorization } })

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual(printed)
})

test('the browser sample, whose header is called Authentication, gets the refusal of IN-14', async () => {
  const response = await fetch(`${url}/v1.1/users/me`, {
    headers: { 'Content-type': 'application/json', Authentication: `Basic ${btoa(`${keys.live}:`)}` },
  })

  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Basic realm="api", charset="UTF-8"')
  expect(await response.json()).toMatchObject({ success: false, status_code: 401 })
})

test('with the header called Authorization it prints the name', async () => {
  const response = await fetch(`${url}/v1.1/users/me`, {
    headers: { 'Content-type': 'application/json', Authorization: `Basic ${btoa(`${keys.live}:`)}` },
  })

  const { response: user } = (await response.json()) as typeof printed
  expect(user.name).toBe('My Name Goes Here')
})

test('the printed address of the lookup, without its version, is none', async () => {
  const headers = { Authorization: `Basic ${btoa(`${keys.live}:`)}` }

  expect((await fetch(`${url}/users/me`, { headers })).status).toBe(404)
})

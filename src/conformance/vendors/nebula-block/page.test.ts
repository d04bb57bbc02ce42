import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../../../test/test-server.ts'

// The requests of the vendor's page "Authentication", sent as it prints them.

let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer()
  url = `http://localhost:${server.port}/nebula-block/api/v1`
})

afterAll(() => server.stop())

const pageKey = 'ak_W4KL0Rw8Rv6Mp7h7fY77dFgHDl_EMAojslklxhMI9-0'
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }

test('the sample user logs in and gets the printed answer, but for the token', async () => {
  const body = new URLSearchParams({ username: 'testemail@gmail.com', password: '123456789' })

  const response = await fetch(`${url}/login`, { method: 'POST', body })

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    data: {
      id: 18,
      name: 'Test User',
      email: 'testemail@gmail.com',
      is_staff: false,
      is_active: true,
      jwtToken: expect.stringMatching(/^eyJ[^.]+\.[^.]+\.[^.]+$/),
    },
    message: 'Login successful',
    status: 'success',
  })
})

test('the printed login sample, JSON-like text under a form type, gets the refusal of NB-25', async () => {
  const body = '{\n    "username": "testemail@gmail.com",\n    "password": "123456789",\n}'

  const response = await fetch(`${url}/login`, { method: 'POST', headers: form, body })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ data: {}, status: 'failed' })
})

test('the printed API key authorizes requests', async () => {
  const headers = { Authorization: `Bearer ${pageKey}` }

  const response = await fetch(`${url}/users/credits`, { headers })

  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ data: { available_balance: '25.00' } })
})

test('a token from the login goes where the key went', async () => {
  const body = new URLSearchParams({ username: 'testuser', password: '123456789' })
  const login = await fetch(`${url}/login`, { method: 'POST', body })
  const { data } = (await login.json()) as { data: { jwtToken: string } }

  const response = await fetch(`${url}/users/credits`, { headers: { Authorization: `Bearer ${data.jwtToken}` } })

  expect(response.status).toBe(200)
})

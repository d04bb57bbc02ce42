import { expect } from 'vitest'
import { test } from './fixtures.ts'

const password = 'correct-horse-battery-staple'

interface Login {
  readonly key: string
  readonly token: string
}

async function logIn(baseUrl: string): Promise<Login> {
  const answer = await fetch(`${baseUrl}/users/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client: 'abc123', email: 'grace@example.com', password }),
  })
  return (await answer.json()) as Login
}

function profile(baseUrl: string, { key, token }: Login): Promise<Response> {
  return fetch(`${baseUrl}/users/${key}`, { headers: { Authorization: `Basic ${btoa(`${key}:${token}`)}` } })
}

test('a token is dead after two weeks', async ({ world }) => {
  const baseUrl = world.baseUrl('khe')
  const login = await logIn(baseUrl)
  expect((await profile(baseUrl, login)).status).toBe(200)
  await world.clock.advance(14 * 86_400)
  expect((await profile(baseUrl, login)).status).toBe(401)
})

test('a token that expires on its way is refused, and so is every later call with it', async ({ world }) => {
  const baseUrl = world.baseUrl('khe')
  const login = await logIn(baseUrl)
  await world.faults.scenario('khe', 'expires-mid-flight')
  expect((await profile(baseUrl, login)).status).toBe(401)
  expect((await profile(baseUrl, login)).status).toBe(401)
})

test('a busy service says when to come again', async ({ world }) => {
  const baseUrl = world.baseUrl('khe')
  const login = await logIn(baseUrl)
  await world.faults.add({ api: 'khe', operation: 'getUser', kind: 'status', status: 503 })
  const refused = await profile(baseUrl, login)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
  expect((await profile(baseUrl, login)).status).toBe(200)
})

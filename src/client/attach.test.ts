import { describe, expect, test } from 'vitest'
import { attach, wireForm } from './attach.ts'
import { cookieOf } from './cookie.ts'

const row = { scheme: 's', required: [], outputs: {} }

describe('attach()', () => {
  test.each([
    [{ type: 'http', scheme: 'bearer' }, 'authorization', 'Bearer v'],
    [{ type: 'http', scheme: 'Basic' }, 'authorization', 'Basic v'],
    [{ type: 'http', scheme: 'token' }, 'authorization', 'Token v'],
    [{ type: 'oauth2' }, 'authorization', 'Bearer v'],
    [{ type: 'openIdConnect' }, 'authorization', 'Bearer v'],
    [{ type: 'apiKey', in: 'header', name: 'X-Key' }, 'x-key', 'v'],
    [{ type: 'apiKey', in: 'cookie', name: 'sid' }, 'cookie', 'sid=v'],
  ])('puts what %j wants where it wants it', async (scheme, header, value) => {
    expect((await attach(new Request('http://localhost/'), scheme, 'v')).headers.get(header)).toBe(value)
  })

  test('throws what does not show a credential that a header cannot carry', async () => {
    const sent = attach(new Request('http://localhost/'), { type: 'http', scheme: 'bearer' }, 'SEC\nRET')

    await expect(sent).rejects.toThrow(
      new TypeError('The credential has a character that the header Authorization cannot carry'),
    )
  })

  test('puts a key into the query, beside what is there', async () => {
    const request = new Request('http://localhost/a?b=c%20d', { method: 'POST', body: 'text' })
    const sent = await attach(request, { type: 'apiKey', in: 'query', name: 'key' }, 'v&w')

    expect([sent.url, sent.method, await sent.text()]).toEqual(['http://localhost/a?b=c%20d&key=v%26w', 'POST', 'text'])
  })
})

describe('wireForm()', () => {
  test('joins name and password in UTF-8', () => {
    const send = { username: '$inputs.name', password: '' }
    expect(wireForm({ ...row, send }, { name: 'Zoë 🗝' }, undefined)).toBe('Wm/DqyDwn5edOg==')
  })

  test('is nothing while a part is missing', () => {
    const send = { username: '$inputs.name', password: '$outputs.token' }
    expect(wireForm({ ...row, send }, { name: 'Ada' }, undefined)).toBeUndefined()
  })
})

test('cookieOf() finds the cookie of its name alone', () => {
  const response = new Response(null)
  response.headers.append('Set-Cookie', 'other=1; Path=/')
  response.headers.append('Set-Cookie', 'sid=a=b; Path=/; HttpOnly')

  expect(cookieOf(response, { type: 'apiKey', in: 'cookie', name: 'sid' })).toEqual({ cookie: 'a=b' })
  expect(cookieOf(response, { type: 'apiKey', in: 'header', name: 'sid' })).toEqual({})
})

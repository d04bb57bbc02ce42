import { createApiClient, UnreadableAnswer } from 'latchkey/client'
import { expect, test } from 'vitest'

interface Loose {
  readonly GET: (path: string, init?: object) => Promise<{ readonly data?: unknown; readonly error?: unknown }>
}

/** What the client makes of an answer. */
function answerTo(answer: Response, init: object = {}, row: object = { answers: 'any' }) {
  const operations = { call: { method: 'GET', path: '/call', security: [], statuses: [200], ...row } }
  const options = { baseUrl: 'http://localhost', fetch: async () => answer }
  const client = createApiClient({ operations, securitySchemes: {}, ways: {} }, options) as object as Loose
  return client.GET('/call', init)
}

const bytes = (text: string) => new TextEncoder().encode(text)

function answer(type: string | undefined, text: string): Response {
  return new Response(bytes(text), type === undefined ? {} : { headers: { 'Content-Type': type } })
}

test.each<[type: string | undefined, text: string, data: unknown]>([
  ['application/json; charset=utf-8', '{"a":1}', { a: 1 }],
  ['text/json', '[1]', [1]],
  ['application/hal+json', 'false', false],
  ['text/plain', '{"a":1}', '{"a":1}'],
  ['text/csv', 'a,b', 'a,b'],
  ['application/xml', '<a/>', '<a/>'],
  ['image/svg+xml', '<svg/>', '<svg/>'],
  [undefined, '{"a":1}', { a: 1 }],
  ['application/json', '', undefined],
  ['text/plain', '', undefined],
  ['image/png', '', undefined],
])('an answer of %s is read as that: %s', async (type, text, data) => {
  expect((await answerTo(answer(type, text))).data).toEqual(data)
})

test.each([
  ['image/png', { answers: 'any' }],
  ['application/octet-stream', { answers: 'any' }],
  [undefined, { answers: 'other' }],
])('bytes of %s are a Blob', async (type, row) => {
  const { data } = await answerTo(answer(type, 'abc'), {}, row)

  expect(data).toBeInstanceOf(Blob)
  const blob = data as Blob
  expect([blob.type, await blob.text()]).toEqual([type ?? '', 'abc'])
})

test.each<[parseAs: string, type: string, data: unknown]>([
  ['json', 'text/plain', { a: 1 }],
  ['text', 'application/json', '{"a":1}'],
  ['arrayBuffer', 'application/json', bytes('{"a":1}').buffer],
  ['blob', 'application/json', expect.any(Blob)],
  ['stream', 'application/json', expect.any(ReadableStream)],
])('parseAs %s is stronger than the media type', async (parseAs, type, data) => {
  expect((await answerTo(answer(type, '{"a":1}'), { parseAs })).data).toEqual(data)
})

test.each(['application/json', undefined])('an answer of %s that is no JSON is unreadable', async (type) => {
  await expect(answerTo(answer(type, 'abc'))).rejects.toThrow(UnreadableAnswer)
})

test('where JSON alone is documented, an answer is JSON whatever it calls itself, or unreadable', async () => {
  expect((await answerTo(answer('text/plain', '{"a":1}'), {}, {})).data).toEqual({ a: 1 })
  await expect(answerTo(answer('text/html', '<h1>Sign in</h1>'), {}, {})).rejects.toThrow(UnreadableAnswer)
})

test('a refusal is read as JSON or text, and its absence is no data', async () => {
  const refusal = (body: string) => new Response(body, { status: 401 })

  expect(await answerTo(refusal('{"a":1}'))).toMatchObject({ error: { a: 1 } })
  expect(await answerTo(refusal('no'))).toMatchObject({ error: 'no' })
  expect((await answerTo(new Response(null, { status: 204 }))).data).toBe(undefined)
})

import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { type Listening, listen } from '../net/listen.ts'
import { createFront, queryOf } from './front.ts'
import { violationsHeader } from './prism.ts'

const started: Listening[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()))
})

const originRefusal = { mediaType: 'application/json', body: {} }

/** Starts a front for a contract of these paths, at `/api`. */
async function mocking(paths: object, servers: readonly string[], log: (message: string) => void): Promise<string> {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Mocked', version: '1' },
    'x-cors': { origins: 'any' },
    'x-vendor-servers': servers.map((url) => ({ url })),
    paths,
  }
  const contracts = [{ id: 'api', document: document as never, allowedOrigins: [], originRefusal }]
  const front = createFront(contracts, [], { error: (_details, message) => log(message) })
  const server = await listen(
    (request: IncomingMessage, response: ServerResponse) => void front.handle(request, response),
    0,
    '127.0.0.1',
  )
  started.push(server)
  return `http://127.0.0.1:${server.port}/api`
}

test('what it does not expect is a 500 with a line of the log, and the connection is not cut off', async () => {
  // What cannot be copied, so that Prism does not get as far as an answer.
  const responses = { 200: { description: 'OK', 'x-broken': () => undefined } }
  const logged: string[] = []
  const url = await mocking({ '/things': { get: { operationId: 'listThings', responses } } }, [], (message) =>
    logged.push(message),
  )
  const got = await fetch(`${url}/things`)

  expect([got.status, got.headers.get('content-type')]).toEqual([500, 'application/problem+json'])
  expect(await got.json()).toEqual({ status: 500, detail: 'The mock failed; its log says how' })
  expect(logged).toEqual(['the mock failed'])
})

test('operations are mocked at all their base paths, and told apart by their query', async () => {
  const answering = (operationId: string) => ({
    operationId,
    responses: { 200: { description: 'OK', content: { 'application/json': { example: operationId } } } },
  })
  const url = await mocking(
    {
      '/things/{id}?beta=true': { get: answering('betaThing') },
      '/things/{id}': { get: answering('thing') },
      '/token#renew': { 'x-vendor-servers': [{ url: 'https://login.example' }], post: answering('renew') },
    },
    ['https://api.example/v1', 'https://test.example/v2'],
    () => {},
  )
  const ask = async (method: string, path: string) => {
    const answer = await fetch(url + path, { method })
    return answer.ok ? answer.json() : answer.status
  }

  expect(await ask('GET', '/v1/things/a%20b')).toBe('thing')
  expect(await ask('GET', '/v2/things/7?beta=true')).toBe('betaThing')
  expect(await ask('POST', '/token')).toBe('renew')
  expect(await ask('POST', '/v1/token')).toBe('renew')
  expect(await ask('POST', '/v2/things/7')).toBe(405)
  expect(await ask('GET', '/v3/things/7')).toBe(404)
})

test('a query gives one value or a list, in order', () => {
  expect(queryOf('?a=1&b=x+y&a=2&__proto__=z')).toEqual(JSON.parse('{"a":["1","2"],"b":"x y","__proto__":"z"}'))
})

test('the parameters of a query are read in one pass', () => {
  const many = Array.from({ length: 50_000 }, (_, at) => `p${at}=1`).join('&')
  const begun = performance.now()
  expect(Object.keys(queryOf(`?${many}`))).toHaveLength(50_000)
  // Reading all of them for each one took more than a minute.
  expect(performance.now() - begun).toBeLessThan(5_000)
})

test('violations are whole JSON however many there are, and ASCII alone', () => {
  const violations = Array.from({ length: 500 }, (_, at) => ({ path: ['body', `${at}`], message: 'ü€😀\n' }))
  const header = violationsHeader(violations)

  expect(header).toMatch(/^[\x20-\x7e]{3000,4096}$/)
  const shown = JSON.parse(header)
  expect(shown).toEqual(violations.slice(0, shown.length))
  expect(violationsHeader([{ message: 'x'.repeat(5_000) }])).toBe('[]')
})

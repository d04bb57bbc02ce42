import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { type Listening, listen } from '../net/listen.ts'
import { createFront, queryOf } from './front.ts'
import { violationsHeader } from './prism.ts'

const servers: Listening[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

test('what it does not expect is a 500 with a line of the log, and the connection is not cut off', async () => {
  // What cannot be copied, so that Prism does not get as far as an answer.
  const responses = { 200: { description: 'OK', 'x-broken': () => undefined } }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Broken', version: '1' },
    'x-cors': { origins: 'any' },
    paths: { '/things': { get: { operationId: 'listThings', responses } } },
  }
  const originRefusal = { mediaType: 'application/json', body: {} }
  const logged: string[] = []
  const log = { error: (_details: object, message: string) => void logged.push(message) }
  const front = createFront([{ id: 'broken', document: document as never, allowedOrigins: [], originRefusal }], [], log)
  const server = await listen(
    (request: IncomingMessage, response: ServerResponse) => void front.handle(request, response),
    0,
    '127.0.0.1',
  )
  servers.push(server)
  const got = await fetch(`http://127.0.0.1:${server.port}/broken/things`)

  expect([got.status, got.headers.get('content-type')]).toEqual([500, 'application/problem+json'])
  expect(await got.json()).toEqual({ status: 500, detail: 'The mock failed; its log says how' })
  expect(logged).toEqual(['the mock failed'])
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

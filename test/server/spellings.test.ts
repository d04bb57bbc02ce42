import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleRequest } from '../../src/conformance/documented.ts'
import { apis, locate } from '../attacks/every-api.ts'
import { ada } from '../attacks/logins.ts'
import { session } from '../attacks/numbers-station.ts'
import { newPlace, stillPlace } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

test.each([
  ['utf-8', 200],
  ['utf8', 200],
  ['UTF8', 200],
  ['"utf8"', 200],
  ['unicode-1-1-utf-8', 200],
  ['utf-16', 415],
  ['iso-8859-1', 415],
  ['utf-9', 415],
  ['', 415],
])('JSON with the charset %s is a %i (WHATWG Encoding, 4.2)', async (charset, status) => {
  const body = JSON.stringify({ client: 'abc123', email: ada.email, password: ada.password })
  const raw = { type: `application/json; charset=${charset}`, body }
  expect((await newPlace(server).send('POST', '/khe/v1.0/users/token', { raw })).status).toBe(status)
})

test('an e-mail address may have a domain of one name (RFC 5321, 4.1.2)', async () => {
  const place = newPlace(server)
  const person = { email: 'dev@localhost', password: 'a-long-password' }
  expect((await place.control('POST', '/apis/khe/accounts', person)).status).toBe(201)
  const login = await place.send('POST', '/khe/v1.0/users/token', { json: { client: 'abc123', ...person } })
  expect(login.status).toBe(200)
  const signUp = await place.send('POST', '/innodata/v1.1/users', { json: { ...person, name: 'Dev' } })
  expect(signUp.status).toBe(201)
})

/** Every parameter of a query that takes any text. */
const texts = apis.flatMap((api) =>
  api.contract.operations.flatMap((operation) =>
    operation.parameters
      .filter(({ in: where, schema }) => where === 'query' && schema?.type === 'string')
      .filter(({ schema }) => !schema?.enum && !schema?.format && !schema?.pattern)
      .map(({ name }) => ({ title: `${api.id} ${operation.id} ${name}`, name, api, ...locate(api, operation.id) })),
  ),
)

test.each(texts)(
  'reserved characters and + may be sent as they are: $title (WHATWG URL)',
  async ({ name, api, operation, path }) => {
    const place = await stillPlace(server)
    const { path: _path, query: _query, ...sample } = sampleRequest(operation, api.contract)
    const target = path.replaceAll(/\{[^}]+\}/g, 'acme')
    const answers = []
    for (const value of ["a+b:c/d?e@f,g;h!i$j'k(l)*[m]", encodeURIComponent("a b:c/d?e@f,g;h!i$j'k(l)*[m]")]) {
      const got = await place.send(operation.method, `${target}?${name}=${value}`, sample)
      answers.push([got.status, got.text.replaceAll(/[0-9a-f-]{36}|[\w-]{43}/g, '…')])
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[1]).not.toMatch(/reserved|percent-encoded/)
  },
)

test('%7E is the tilde of a world, and its cookies come back to the path that was asked (RFC 3986, 6.2.2.2)', async () => {
  const place = await stillPlace(server)
  const encoded = `/%7E${place.world}`
  const clocks = []
  for (const mount of [place.root, encoded]) {
    const got = await fetch(`http://127.0.0.1:${server.port}${mount}/sandbox/v1/clock`)
    clocks.push(await got.json())
  }
  expect(clocks[1]).toEqual(clocks[0])
  const form = new URLSearchParams({ username: ada.email, password: ada.password })
  const login = await fetch(`http://127.0.0.1:${server.port}${encoded}${session}`, { method: 'POST', body: form })
  expect(login.headers.getSetCookie()[0]).toContain(`; Path=${encoded}/numbers-station;`)
})

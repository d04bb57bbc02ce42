import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sites } from '../../src/cli/sites.ts'
import { sampleRequest } from '../../src/conformance/documented.ts'
import { exchange } from '../../src/conformance/http.ts'
import { toWire } from '../../src/conformance/request.ts'
import { startTestServers, type TestServers } from '../test-server.ts'
import { type Attacked, apis, invalidStatus, locate } from './every-api.ts'
import { atEvery, everywhere } from './raw-logins.ts'
import { lines, type RawAnswer, request, speak } from './wire.ts'

let server: TestServers

beforeAll(async () => {
  server = await startTestServers({ sites })
})

afterAll(() => server.stop())

/** What is no percent-encoded UTF-8 (RFC 3986, 2.1; RFC 3629, 3). */
const undecodable = ['%', '%z', '%zz', '%2', '%ff', '%c0%80', '%ed%a0%80', '%u0041']

/** Every operation with something undecodable in place of each of its path parameters. */
const parameterPaths = apis.flatMap(({ id, contract }) =>
  contract.operations
    .filter(({ path }) => path.includes('{'))
    .map(({ method, path }) => `${method} /${id}${contract.basePath}${path.replaceAll(/\{[^}]+\}/g, '?')}`),
)

/** A `?` is where the undecodable text goes. */
const places: Readonly<Record<'port' | 'mockPort', readonly string[]>> = {
  port: [
    '/?',
    '/?/',
    '/~?',
    '/~?/',
    '/~?/docs/',
    '/~?/khe/v1.0/users',
    '/~a/?',
    '/docs/?',
    '/docs/assets/?',
    '/idp/?',
    '/idp/interaction/?',
    '/healthz/?',
    '/?/v1.0/users',
  ].map((path) => `GET ${path}`),
  mockPort: ['/?', '/~?/khe/v1.0/users', '/?/v1.0/users'].map((path) => `GET ${path}`),
}

describe.each(['port', 'mockPort'] as const)('at %s', (port) => {
  test.each([...places[port], ...parameterPaths])(
    'J: %s, where ? is no percent-encoding, names nothing',
    async (target) => {
      for (const text of undecodable) {
        const answer = (await speak(server[port], request(target.replace('?', text)))) as RawAnswer
        expect([text, answer.status]).toEqual([text, expect.toSatisfy((status) => status === 400 || status === 404)])
        if (!target.includes('/idp/')) expect(lines(answer, 'content-type')[0]).toContain('json')
      }
    },
  )
})

describe.each(apis)('$id', ({ id, contract, suite }) => {
  const ids = fc.constantFrom(...contract.operations.map((operation) => operation.id))

  test('J: whatever is preferred, the mock answers with what is documented, or says what is wrong with the wish', async () => {
    await fc.assert(
      fc.asyncProperty(ids, fc.array(preferences), fc.option(accepted), async (name, wanted, accept) => {
        const { operation } = locate({ id, contract, suite }, name)
        const sample = sampleRequest(operation, contract)
        const headers = [
          ...(sample.headers ?? []),
          ...wanted.map((each) => ['Prefer', each] as const),
          ...(accept === null ? [] : [['Accept', accept] as const]),
        ]
        const base = `http://127.0.0.1:${server.mockPort}/${id}${contract.basePath}`
        const { status } = await exchange(toWire(base, operation.method, operation.path, { ...sample, headers }))
        const isDocumented = operation.responses.has(String(status))
        expect(isDocumented || [400, 404, 406].includes(status)).toBe(true)
        expect(status < 500 || wanted.some((each) => each.includes(`code=${status}`))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

/** Names that the contracts use, and names that every object has. */
const exampleNames = fc.constantFrom(
  'nope',
  'ready',
  'created',
  'printed',
  '__proto__',
  'constructor',
  '"a b"',
  '',
  'a=b',
)

const preference = fc.oneof(
  fc.constantFrom(200, 201, 204, 302, 400, 401, 404, 422, 429, 503, 0, 999).map((code) => `code=${code}`),
  exampleNames.map((name) => `example=${name}`),
  fc.constantFrom('dynamic=true', 'dynamic=false', 'dynamic', 'code', 'code=ok', 'respond-async', '', '=', ';', '"'),
)

const preferences = fc
  .tuple(fc.array(preference, { minLength: 1, maxLength: 3 }), fc.constantFrom(', ', '; ', ',', ';'))
  .map(([all, separator]) => all.join(separator))

const accepted = fc.constantFrom(
  'application/json',
  '*/*',
  'text/html',
  'application/*;q=0',
  ',',
  'x',
  'a/b;c="',
  ';q=1',
  'text/*, x',
)

test('J: an example that is not documented is not found, whether or not a status is asked for, too', async () => {
  for (const wish of ['code=200, example=nope', 'code=200; example=nope', 'example=nope']) {
    const answer = (await speak(
      server.mockPort,
      request('GET /innodata/v1.1/status', [`Prefer: ${wish}`]),
    )) as RawAnswer
    expect([wish, answer.status, lines(answer, 'content-type')]).toEqual([wish, 404, ['application/problem+json']])
  }
})

test('J: a generated list is short, however long the contract lets it be', async () => {
  const wish = ['Prefer: dynamic=true', `Authorization: Basic ${Buffer.from('key:token').toString('base64')}`]
  const answer = (await speak(server.mockPort, request('GET /khe/v1.0/users', wish))) as RawAnswer
  expect(answer.status).toBe(200)
  expect((JSON.parse(answer.body) as { users: unknown[] }).users.length).toBeLessThanOrEqual(20)
})

/** Header fields of one value, and a line more of each than it may have (RFC 9110, 5.3). */
const twice = {
  'Content-Type': ['application/json', 'text/plain'],
  Origin: ['http://localhost:3000', 'http://localhost:3000'],
  'Sec-Fetch-Site': ['same-origin', 'cross-site'],
  'Sec-Fetch-Mode': ['navigate', 'cors'],
  'Sec-Fetch-Dest': ['document', 'empty'],
  'Access-Control-Request-Method': ['POST', 'POST'],
  'Last-Event-ID': ['1', '2'],
  Referer: ['http://localhost:3000/', 'http://localhost:3000/'],
} as const

test.each(Object.entries(twice))(
  'J: two lines of %s are refused by every API in its own form',
  async (name, [one, other]) => {
    const seen = await atEvery(async ({ target, type, body }) => {
      const own = name === 'Content-Type' ? [`content-type: ${type}`] : [`Content-Type: ${type}`, `${name}: ${one}`]
      const answer = (await speak(
        server.port,
        request(`POST ${target}`, [...own, `${name}: ${other}`], body),
      )) as RawAnswer
      return [answer.status, answer.body.includes('appears more than once')]
    })
    // No origin that is listed, for which nothing is looked at.
    const isForeign = ({ contract }: Attacked) => name === 'Origin' && contract.cors.origins !== 'any'
    expect(seen).toEqual(
      everywhere(({ login: { api } }) => (isForeign(api) ? [403, false] : [invalidStatus(api), true])),
    )
  },
)

test('J: the control API and the mock refuse two lines as well', async () => {
  const type = ['Content-Type: application/json', 'Content-Type: application/json']
  const control = (await speak(server.port, request('PATCH /sandbox/v1/clock', type, '{}'))) as RawAnswer
  const mock = (await speak(server.mockPort, request('POST /innodata/v1.1/users/login', type, '{}'))) as RawAnswer
  expect([control.status, mock.status]).toEqual([400, 400])
  expect([control.body, mock.body]).toEqual(Array(2).fill(expect.stringContaining('appears more than once')))
})

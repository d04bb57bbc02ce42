import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentedChecks } from '../../src/conformance/documented.ts'
import { exchange, type WireAnswer } from '../../src/conformance/http.ts'
import { toWire } from '../../src/conformance/request.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { has, type Target } from '../../src/conformance/target.ts'
import { startTestServers, type TestServers } from '../test-server.ts'
import { contractOf } from './contract-of.ts'
import { mockExceptions } from './exceptions.ts'
import { hold } from './hold.ts'

let server: TestServers

beforeAll(async () => {
  server = await startTestServers()
})

afterAll(async () => {
  await server.stop()
})

test.each([
  ['an example', '/khe/v1.0/users', 200],
  ['a path that a contract does not have', '/khe/nothing', 404],
  ['the front page', '/', 404],
])('%s is framed by nobody, and neither sniffed nor stored', async (_, path, status) => {
  const headers = { Accept: 'text/html,*/*', Prefer: `code=${status}`, Authorization: 'Basic eDp5' }
  const got = await fetch(`http://127.0.0.1:${server.mockPort}${path}`, { headers })
  expect(got.status).toBe(status)
  expect(Object.fromEntries(got.headers)).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
})

test('a body that is too large is refused, and what the client sends next is answered', async () => {
  const mock = `http://127.0.0.1:${server.mockPort}/nebula-block/api/v1`
  const form = { username: 'ada', password: 'x'.repeat(2_000_000) }
  const refused = await exchange(toWire(mock, 'POST', '/login', { form }))
  expect([refused.status, field(refused, 'connection')]).toEqual([413, 'close'])
  expect((await exchange(toWire(mock, 'GET', '/users/credits', { bearer: 'sample' }))).status).toBe(200)
})

const disposition = 'Content-Disposition: form-data; name="password"'

test.each([
  [
    'a file without a media type',
    'multipart/form-data; boundary=b',
    `--b\r\n${disposition}; filename="p"\r\n\r\nx\r\n--b--`,
  ],
  ['an unquoted file name', 'multipart/form-data; boundary=b', `--b\r\n${disposition}; filename=p\r\n\r\nx\r\n--b--`],
  [
    'a part without a name',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--',
  ],
  ['a field name with invalid percent-encoding', 'application/x-www-form-urlencoded', '%zz=x'],
])('a body that Prism cannot read is refused: %s', async (_, type, body) => {
  const mock = `http://127.0.0.1:${server.mockPort}/numbers-station`
  const answer = await exchange(toWire(mock, 'POST', '/api/v1/login/session', { raw: { type, body } }))
  expect([answer.status, field(answer, 'content-type')]).toEqual([400, 'application/problem+json'])
  expect(JSON.parse(answer.text)).toMatchObject({ title: 'Prism cannot read this request', status: 400 })
})

function field({ headers }: WireAnswer, name: string): string | undefined {
  return headers.find(([field]) => field.toLowerCase() === name)?.[1]
}

for (const { api, checks, demoPeople } of await loadSuites()) {
  const contract = await contractOf(api)
  const target = (): Target => ({
    url: `http://127.0.0.1:${server?.mockPort}/${api}${contract.basePath}`,
    people: demoPeople,
    hooks: {},
    isServer: false,
    mayBeGuessedAt: true,
    preference: (status) => ['Prefer', `code=${status}`],
  })
  const runnable = checks.filter(({ needs }) => needs.every((need) => has({ ...target(), url: '' }, need)))
  process.stdout.write(
    `\n${api} on the mock: ${checks.length - runnable.length} of ${checks.length} checks need what a mock has not\n`,
  )
  hold({
    server: 'the Prism mock',
    api,
    contract,
    checks: [...runnable, ...documentedChecks(contract)],
    exceptions: mockExceptions[api] ?? [],
    target,
  })
}

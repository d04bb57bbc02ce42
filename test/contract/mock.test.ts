import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentedChecks } from '../../src/conformance/documented.ts'
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

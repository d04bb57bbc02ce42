import { afterAll, beforeAll } from 'vitest'
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

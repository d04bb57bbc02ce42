import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Coverage } from '../../src/conformance/coverage.ts'
import { exchange } from '../../src/conformance/http.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { createBench, runCheck } from '../../src/conformance/target.ts'
import { someOf } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { contractOf } from './contract-of.ts'

let server: TestServer
let late = 0

beforeAll(async () => {
  server = await startTestServer({ clock: () => Date.now() + late })
})

afterAll(() => server.stop())

/** Longer than the first wait after too many failures, which is a second. */
const pause = 1_500

const suites = (await loadSuites()).filter(({ logins }) => logins.length > 0)

describe.each(someOf(suites, 1))('where every request comes late, $api', ({ api, checks, logins, demoPeople }) => {
  // Other limits than those of a login are of minutes.
  const isLogin = (id: string | undefined) => logins.some(({ operation }) => operation === id)
  const ofSeconds = checks.filter(({ operation, tags }) => isLogin(operation) && tags.includes('throttling'))

  test.each(ofSeconds)('$id', async (check) => {
    const contract = await contractOf(api)
    const origin = `http://127.0.0.1:${server.port}/~late-${api}-${checks.indexOf(check)}`
    const target = {
      url: `${origin}/${api}${contract.basePath}`,
      people: demoPeople,
      // The next check has a world of its own.
      hooks: { ...sandboxHooks(`${origin}/sandbox/v1`, api), reset: async () => undefined },
      isServer: true,
      mayBeGuessedAt: true,
      exchange: (wire: Parameters<typeof exchange>[0]) => {
        late += pause
        return exchange(wire)
      },
    }
    expect(await runCheck(check, target, createBench(contract, new Coverage(contract)))).toEqual({ result: 'passed' })
  })
})

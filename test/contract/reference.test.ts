import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { costlyPasswords } from '../passwords.ts'
import { startTestServer, startTestServers, type TestServer, type TestServers } from '../test-server.ts'
import { contractOf } from './contract-of.ts'
import { referenceExceptions } from './exceptions.ts'
import { allFacts, testableFacts } from './facts.ts'
import { hold } from './hold.ts'

let server: TestServers
/** A server that hashes passwords at the real cost, for the checks that measure time. */
let costly: TestServer
/** The same server with its store gone. */
let dark: TestServer

beforeAll(async () => {
  server = await startTestServers()
  costly = await startTestServer({ passwords: costlyPasswords })
  dark = await startTestServer({
    providers: { okta: { issuer: 'http://127.0.0.1:9/', clientId: 'latchkey', clientSecret: 'not-used' } },
  })
  await dark.store.close()
})

afterAll(async () => {
  await server.stop()
  await costly.stop()
  await dark.stop()
})

for (const { api, checks, demoPeople } of await loadSuites()) {
  const contract = await contractOf(api)
  let worlds = 0
  hold({
    server: 'the reference server',
    api,
    contract,
    checks,
    exceptions: referenceExceptions[api] ?? [],
    target: ({ tags }) => {
      const { port } = tags.includes('timing') ? costly : server
      const origin = `http://127.0.0.1:${port}/~${api}-${worlds++}`
      return {
        url: `${origin}/${api}${contract.basePath}`,
        people: demoPeople,
        hooks: {
          ...sandboxHooks(`${origin}/sandbox/v1`, api),
          consent: developmentConsent,
          // The next check has a world of its own.
          reset: async () => undefined,
          otherWorld: async (world) => `http://127.0.0.1:${port}/~${world}/${api}${contract.basePath}`,
          outage: async () => `http://127.0.0.1:${dark.port}/${api}${contract.basePath}`,
          silentProvider: async () => ({
            url: `http://127.0.0.1:${dark.port}/${api}${contract.basePath}`,
            provider: 'okta',
          }),
        },
        isServer: true,
        mayBeGuessedAt: true,
      }
    },
  })
  describe(`the facts of ${api}`, () => {
    const cited = new Set(checks.flatMap(({ facts }) => facts))

    test('every testable one is cited by a check', () => {
      const testable = testableFacts(api)
      const missing = testable.filter((id) => !cited.has(id))
      process.stdout.write(
        `\n${api}: ${testable.length - missing.length} of ${testable.length} testable facts are checked\n`,
      )
      expect(missing).toEqual([])
    })

    test('no check cites one that is not in the register', () => {
      const known = new Set(allFacts(api))
      expect([...cited].filter((id) => !known.has(id))).toEqual([])
    })
  })
}

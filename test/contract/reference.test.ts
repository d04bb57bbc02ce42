import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Check, OperationsTypes } from '../../src/conformance/check.ts'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { costlyPasswords } from '../passwords.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { contractOf } from './contract-of.ts'
import { referenceExceptions } from './exceptions.ts'
import { allFacts, testableFacts } from './facts.ts'
import { hold } from './hold.ts'
import { isRecorded, type Recording, startRecording } from './recording.ts'
import { describeTraces } from './traces.ts'

let recording: Recording
/** A server that hashes passwords at the real cost, for the checks that measure time. */
let costly: TestServer
/** The same server with its store gone. */
let dark: TestServer

beforeAll(async () => {
  recording = await startRecording()
  costly = await startTestServer({ passwords: costlyPasswords })
  dark = await startTestServer({
    providers: { okta: { issuer: 'http://127.0.0.1:9/', clientId: 'latchkey', clientSecret: 'not-used' } },
  })
  await dark.store.close()
})

afterAll(async () => {
  await recording.stop()
  await costly.stop()
  await dark.stop()
})

/** Checks that measure time need the real cost; those that repeat themselves are not recorded. */
function serverOf(check: Check<OperationsTypes, never>): { readonly port: number } {
  if (check.tags.includes('timing')) return costly
  return isRecorded(check) ? recording.recorder : recording.server
}

let checked = 0

for (const { api, checks, demoPeople } of await loadSuites()) {
  const contract = await contractOf(api)
  let worlds = 0
  hold({
    server: 'the reference server',
    api,
    contract,
    checks,
    exceptions: referenceExceptions[api] ?? [],
    async onChecked({ url }) {
      const { port, pathname } = new URL(url)
      if (Number(port) !== recording.recorder.port) return
      checked++
      await recording.keepTraffic(pathname.split('/')[1]?.slice(1) ?? '')
    },
    target: (check) => {
      const { port } = serverOf(check)
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

describeTraces(
  () => recording,
  () => checked,
)

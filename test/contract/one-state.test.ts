import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Check } from '../../src/conformance/check.ts'
import { Coverage } from '../../src/conformance/coverage.ts'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import type { Hooks } from '../../src/conformance/hooks.ts'
import { exchange } from '../../src/conformance/http.ts'
import { toWire } from '../../src/conformance/request.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { createBench, runCheck, type Target } from '../../src/conformance/target.ts'
import { someOf } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { contractOf } from './contract-of.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

/** A quarter of an hour, after which failures of an address are forgotten. */
const window = 900

/** Checks that fill an account of their own up to its limit: what they leave behind concerns nobody, and they take long. */
const many = /at most a hundred/

/** How a credential can be refused that leaves nothing behind, and is not counted as a guess. */
const harmless: ReadonlySet<string | undefined> = new Set(['absent', 'malformed', 'misplaced', 'too long'])

/** Checks that measure time fail at a login by the dozen and succeed at it in between, as others do here once. */
function canTell({ id, tags, cell }: Pick<Check, 'id' | 'tags' | 'cell'>): boolean {
  return !many.test(id) && !tags.includes('timing') && !harmless.has(cell?.mode)
}

const suites = (await loadSuites()).filter(({ logins }) => logins.length > 0)

describe.each(someOf(suites, 1))(
  'the checks of $api leave a server without a reset as they found it',
  ({ api, checks, demoPeople }) => {
    /** Runs what can be run against one world, in order; what deviated. */
    async function run(world: string, target: Pick<Target, 'hooks' | 'mayBeGuessedAt'>): Promise<string[]> {
      const contract = await contractOf(api)
      const bench = createBench(contract, new Coverage(contract))
      const url = `${originOf(world)}/${api}${contract.basePath}`
      const deviations: string[] = []
      for (const check of checks.filter(canTell)) {
        // Without a reset no check stops the time by itself, and a wait of a second can be over too soon.
        const counts = check.tags.includes('throttling')
        if (counts) await freeze(world, true)
        const outcome = await runCheck(check, { url, people: demoPeople, isServer: true, ...target }, bench)
        if (counts) await freeze(world, false)
        if (outcome.result === 'deviation') deviations.push(`${check.id}: ${outcome.deviation.message}`)
      }
      return deviations
    }

    const originOf = (world: string) => `http://127.0.0.1:${server.port}/~${world}-${api}`

    async function freeze(world: string, frozen: boolean): Promise<void> {
      await exchange(toWire(`${originOf(world)}/sandbox/v1`, 'PATCH', '/clock', { json: { frozen } }))
    }

    function hooksOf(world: string): Hooks {
      const { reset: _, ...hooks } = sandboxHooks(`${originOf(world)}/sandbox/v1`, api)
      return { ...hooks, consent: developmentConsent }
    }

    test('with every hook but that, and then with nothing but its people', async () => {
      const hooks = hooksOf('shared')
      expect(await run('shared', { hooks, mayBeGuessedAt: true })).toEqual([])
      await hooks.advanceClock?.(window)
      expect(await run('shared', { hooks: {}, mayBeGuessedAt: false })).toEqual([])
    }, 120_000)
  },
)

import { Coverage } from '../../src/conformance/coverage.ts'
import { loadSuite } from '../../src/conformance/suites.ts'
import { createBench, type Outcome, runCheck } from '../../src/conformance/target.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { sandboxPlaces } from '../../src/verify/server/sandbox.ts'
import { run } from './running.ts'

/** What a check came to on a server that breaks nothing. */
interface Control {
  readonly check: string
  readonly outcome: Outcome
}

/**
 * Runs some checks of an API on its right server, by the way that mutants go, proxy and all: what refuses a mutant has to
 * accept this one, or it is not the break that it refuses.
 */
export async function control(api: string, contract: Contract, checks: ReadonlySet<string>): Promise<Control[]> {
  const suite = await loadSuite(api)
  const bench = createBench(contract, new Coverage(contract))
  const running = await run({ api, wire: {}, kind: 'timing' })
  const { url, sandbox, hooks } = running
  const server = {
    url: new URL(url),
    sandbox: new URL(sandbox),
    api,
    basePath: contract.basePath,
    controlToken: undefined,
  }
  const places = await sandboxPlaces(server, {})
  const controls: Control[] = []
  try {
    for (const check of suite.checks.filter(({ id }) => checks.has(id))) {
      const place = await places.next()
      const means = { hooks: { ...place.hooks, ...hooks }, isServer: true, mayBeGuessedAt: true }
      const outcome = await runCheck(check, { url: place.url, people: suite.demoPeople, ...means }, bench)
      controls.push({ check: check.id, outcome })
      await place.close()
    }
    return controls
  } finally {
    await running.stop()
  }
}

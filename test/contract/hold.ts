import { describe, expect, test } from 'vitest'
import type { Check, OperationsTypes } from '../../src/conformance/check.ts'
import { Coverage, type Exception } from '../../src/conformance/coverage.ts'
import { createBench, type Outcome, runCheck, type Target } from '../../src/conformance/target.ts'
import type { Contract } from '../../src/contract/contract.ts'

/** One API on one server, and what has to hold there. */
interface Held {
  readonly server: string
  readonly api: string
  readonly contract: Contract
  readonly checks: readonly Check<OperationsTypes, never>[]
  readonly exceptions: readonly Exception[]
  /** A target for the next check, which shares nothing with those before it if the server can do that. */
  readonly target: (check: Check<OperationsTypes, never>) => Target
  /** Called with each target once its check is over. */
  readonly onChecked?: (target: Target, outcome: Outcome) => Promise<void>
}

/** Turns each check into a test, and gates the coverage of what the contract documents. */
export function hold({ server, api, contract, checks, exceptions, target, onChecked }: Held): void {
  const bench = createBench(contract, new Coverage(contract))
  const outcomes = new Map<string, Promise<Outcome>>()
  const run = async (check: Check<OperationsTypes, never>) => {
    const place = target(check)
    const outcome = await runCheck(check, place, bench)
    await onChecked?.(place, outcome)
    return outcome
  }
  const outcomeOf = (check: Check<OperationsTypes, never>) => {
    const outcome = outcomes.get(check.id) ?? run(check)
    outcomes.set(check.id, outcome)
    return outcome
  }
  describe(`${api} on ${server}`, () => {
    test.each(checks.map((check) => ({ id: check.id, check })))('$id', async ({ check }) => {
      const outcome = await outcomeOf(check)
      if (outcome.result === 'deviation') throw outcome.deviation
      expect(outcome).toEqual({ result: 'passed' })
    })
    test('every documented answer is seen', async () => {
      await Promise.allSettled(checks.map(outcomeOf))
      process.stdout.write(`\n${api} on ${server}\n${bench.coverage.table()}\n`)
      expect(bench.coverage.missing(exceptions)).toEqual([])
    })
  })
}

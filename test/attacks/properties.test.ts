import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileAnswerCheck } from '../../src/conformance/answer-check.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { contractOf } from '../contract/contract-of.ts'
import { amount } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { bombard, type Tally } from './properties/bombard.ts'
import { generatedRequests } from './properties/generated-requests.ts'

/** How many requests in all; each operation gets its share. */
const cases = Number(process.env.LATCHKEY_PROPERTY_CASES ?? amount({ full: 200_000, brief: 800 }))
/** The same requests each time, unless another number is given. */
const seed = Number(process.env.LATCHKEY_PROPERTY_SEED ?? 20_261_125)

const suites = await Promise.all(
  (await loadSuites()).map(async (suite) => ({ suite, contract: await contractOf(suite.api) })),
)
const rows = suites.flatMap(({ suite, contract }) => {
  const judge = compileAnswerCheck(contract)
  return contract.operations.map((operation) => ({
    api: suite.api,
    id: operation.id,
    suite,
    contract,
    operation,
    judge,
  }))
})
const share = Math.ceil(cases / rows.length)

let server: TestServer
/** What became of the last request in each world, as the server tells its log. */
const refusals = new Map<string, string | undefined>()
const tallies: Tally[] = []

beforeAll(async () => {
  const log = pino({ level: 'info' }, { write: (line) => void remember(JSON.parse(line)) })
  server = await startTestServer({ log })
})

afterAll(() => server.stop())

function remember({ world, refusal }: { world?: string; refusal?: string }): void {
  if (world !== undefined) refusals.set(world, refusal)
}

describe(`J: whatever is sent, the answer is a documented one (seed ${seed})`, () => {
  test.concurrent.each(rows)('$api $id', { timeout: 60_000 + share * 40 }, async (row) => {
    const target = bombard({ ...row, server, refusals })
    tallies.push(target.tally)
    const requests = generatedRequests(row)
    await fc.assert(fc.asyncProperty(requests, target.send), { seed, numRuns: share })
    const { sent, valid, understood, throttled } = target.tally
    expect(sent).toBe(share)
    // Valid requests got past the validator, and throttling did not answer for it.
    expect(understood).toBeGreaterThanOrEqual(valid * 0.5)
    expect(throttled).toBeLessThan(sent * 0.05)
  })

  test('and there were as many as asked for', () => {
    const total = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0)
    const [sent, valid, refused] = [
      total((each) => each.sent),
      total((each) => each.valid),
      total((each) => each.refused),
    ]
    process.stdout.write(
      `\n${sent} generated requests to ${rows.length} operations: ${valid} valid, ${refused} refused\n`,
    )
    expect(sent).toBeGreaterThanOrEqual(cases)
  })
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { writeBaseline } from '../../src/verify/baseline.ts'
import { lastFailures, readLastRun, writeLastRun } from '../../src/verify/last-run.ts'
import { exitCodeOf, type Report } from '../../src/verify/report.ts'
import { shortfallsOf } from '../../src/verify/shortfalls.ts'
import { tallyOf, verdictOf } from '../../src/verify/summary.ts'
import { type VerifyOptions, verify } from '../../src/verify/verify.ts'
import { parcels } from './own-api.ts'
import { type ScriptedServer, startScripted } from './scripted-server.ts'
import { recordOf, tellAll } from './told.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-daily-'))
const baseline = join(folder, 'baseline.yaml')
/** Accepted, though there is no credential. */
const open = 'listParcels: key × absent is refused'
const shut = 'getParcel: key × absent is refused'
let isOpen: (path: string) => boolean
let server: ScriptedServer

beforeAll(async () => {
  server = await startScripted(({ path, headers }) => ({
    status: headers['x-key'] === 'good' || isOpen(path) ? 200 : 401,
  }))
})

beforeEach(() => {
  isOpen = (path) => path === '/parcels'
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const rules = ['good-credential', 'missing-credential']

function optionsWith(options: Partial<VerifyOptions>): VerifyOptions {
  return { api: 'parcels', own: parcels, url: server.url, set: ['people.credentials.key=good'], rules, ...options }
}

function run(options: Partial<VerifyOptions> = {}): Promise<Report> {
  return verify(optionsWith(options))
}

function write(entries: readonly object[]): string {
  writeFileSync(baseline, JSON.stringify(entries))
  return baseline
}

describe('a baseline', () => {
  test('accepts the deviations that it gives a reason for, and names them in every report', async () => {
    const told = await tellAll(optionsWith({ baseline: write([{ check: open, reason: 'See issue 7' }]) }))
    expect([told.report.verdict, exitCodeOf(told.report)]).toEqual(['holds', 0])
    expect(recordOf(told.report, open)).toMatchObject({ result: 'known', known: 'See issue 7' })
    expect(told.console).toContain(`= ${open}\n    known deviation: See issue 7`)
    expect(told.junit).toContain('<skipped message="known deviation: See issue 7"/>')
    expect(told.html).toContain('The baseline accepts this deviation: See issue 7')
  })

  test.each([
    [shut, `Baseline "${baseline}": "${shut}" passes now; remove its entry`],
    ['getParcel: gone', `Baseline "${baseline}": there is no check "getParcel: gone"`],
  ])('with an entry that is out of date fails the run: %s', async (check, line) => {
    const entries = [open, check].map((id) => ({ check: id, reason: 'known' }))
    const told = await tellAll(optionsWith({ baseline: write(entries) }))
    expect([told.report.verdict, exitCodeOf(told.report), told.report.stale]).toEqual(['stale', 1, [line]])
    expect(told.console).toContain(`${line}\n`)
  })

  test('says nothing of a check that was not run', async () => {
    const entries = [{ check: shut, reason: 'known' }]
    const report = await run({ baseline: write(entries), operations: ['listParcels'], rules: ['good-credential'] })
    expect(report.verdict).toBe('holds')
  })

  test.each([
    [[{ check: open, reason: ' ' }], `"${baseline}" must give a reason for "${open}"`],
    [[{ check: open }], `Entry 1 of "${baseline}" must have "check", the id of a check, and "reason", both as text`],
    [[{ check: open, reason: 'a', since: 'b' }], `Entry 1 of "${baseline}" has an unknown key "since"`],
  ])('is refused where it is not complete: %j', async (entries, message) => {
    await expect(run({ baseline: write(entries) })).rejects.toThrow(message)
  })

  test('is written with reasons to fill in, and keeps those that it has', async () => {
    write([{ check: open, reason: 'See issue 7' }])
    isOpen = () => true
    const report = await run()
    const deviating = report.checks.filter(({ result }) => result === 'deviation').map(({ id }) => id)
    writeBaseline(baseline, report)
    expect(readFileSync(baseline, 'utf8')).toBe(
      stringify(
        deviating.map((check) => ({ check, reason: check === open ? 'See issue 7' : '' })),
        { lineWidth: 0 },
      ),
    )
    expect(deviating).toEqual([open, shut])
  })
})

describe('the checks of a run', () => {
  test.each([[open], ['listParcels: * absent is refused'], ['missing-credential'], ['authentication']])(
    'are left out by --skip %s, counted and named',
    async (word) => {
      const told = await tellAll(optionsWith({ skip: [word] }))
      expect(recordOf(told.report, open)).toMatchObject({
        result: 'skipped',
        notRun: { reason: `--skip "${word}"` },
      })
      expect(told.report.totals.skipped).toBeGreaterThan(0)
      expect(told.console).toContain(`- ${open}\n    --skip "${word}"`)
    },
  )

  test('are not left out by a word that means none of them', async () => {
    await expect(run({ skip: ['nothing-such'] })).rejects.toThrow(
      '--skip "nothing-such" is no check, pattern of checks, tag or rule',
    )
  })

  test('are not enough where a budget ended the run', async () => {
    const report = await run({ maxRequests: 1, operations: ['getParcel'] })
    expect([report.verdict, exitCodeOf(report)]).toEqual(['incomplete', 2])
    expect(report.shortfalls).toEqual([expect.stringMatching(/^--max-requests ended the run before \d+ checks?$/)])
  })

  test.each([
    [undefined, 'holds'],
    [0, 'incomplete'],
    [0.49, 'incomplete'],
    [0.5, 'holds'],
  ])('may be left not run up to a share of %s', async (mostNotRun, verdict) => {
    isOpen = () => false
    const waits = { ...recordOf(await run({ set: [] }), shut) }
    const ran = { ...recordOf(await run(), shut) }
    const shortfalls = shortfallsOf([waits, ran], mostNotRun)
    const circumstances = { wasInterrupted: false, stale: [], shortfalls }
    expect(verdictOf(tallyOf([waits, ran]), circumstances)).toBe(verdict)
  })

  test('have the same records at once as one by one, and end with the first deviation under --bail', async () => {
    const shape = ({ checks }: Report) => checks.map(({ id, result }) => `${id}: ${result}`)
    expect(shape(await run({ parallel: 4 }))).toEqual(shape(await run({ parallel: 1 })))
    expect(shape(await run({ parallel: 4, bail: true }))).toEqual(shape(await run({ parallel: 1, bail: true })))
  })
})

describe('the last run', () => {
  test('is kept out of version control, gives the failures and what has changed since', async () => {
    const first = await run()
    expect(first.changes).toBeNull()
    writeLastRun(folder, first)
    expect(readFileSync(join(folder, '.latchkey/.gitignore'), 'utf8')).toBe('*\n')

    const before = readLastRun(folder, 'parcels')
    const only = lastFailures(before, 'parcels')
    expect(only).toContain(open)
    isOpen = () => false
    const second = await tellAll(optionsWith({ before, only }))
    expect(second.report.checks.map(({ id }) => id)).toEqual(only)
    expect(second.report.changes).toEqual({ newlyFailing: [], newlyPassing: only })
    expect(second.console).toContain(`Newly passing since the last run:\n  ${open}\n`)

    writeLastRun(folder, second.report, before)
    expect(() => lastFailures(readLastRun(folder, 'parcels'), 'parcels')).toThrow('No check of "parcels" failed')
  })

  test('is asked for where there was one', () => {
    expect(() => lastFailures(readLastRun(folder, 'other'), 'other')).toThrow('There is no last run of "other" here')
  })
})

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { afterAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/verify/report.ts'
import { contractPlaces } from '../../src/verify/reports/contract-places.ts'
import { annotationLines, failureLine } from '../../src/verify/reports/github.ts'
import { markdownSummary } from '../../src/verify/reports/github-summary.ts'
import { type Surroundings, sarifReport } from '../../src/verify/reports/sarif.ts'
import { parcels } from './own-api.ts'
import { adviceReport, reportOf } from './sample-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-ci-'))
mkdirSync(join(folder, 'an api'))
const file = join(folder, 'an api', 'openapi.yaml')
const elsewhere: Surroundings = { folder }
const nasty = '::error::100% a, b: c\r\n::set-output name=x::<script>|`\u001b'

afterAll(() => rmSync(folder, { recursive: true }))

const published = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif')),
  'schemas/sarif-2.1.0-rtm.5.json',
)
const ajv = new Ajv({ strict: false, unicodeRegExp: false })
addFormats.default(ajv)
// It is of draft 4 and uses nothing that means something else in draft 7.
const { $schema: _, id, ...sarifSchema } = JSON.parse(readFileSync(published, 'utf8'))
const isSarif = ajv.compile({ ...sarifSchema, $id: id })

function runOf(report: Report, surroundings = elsewhere) {
  const log = JSON.parse(sarifReport(report, surroundings))
  expect(isSarif({ ...log, runs: [{}] })).toBe(false)
  isSarif(log)
  expect(isSarif.errors).toBeNull()
  return log.runs[0]
}

/** The same report with the records of an operation of the contract in a file. */
function ofParcels(text: string): { report: Report; surroundings: Surroundings } {
  const report = reportOf({})
  const checks = report.checks.map((check) => ({ ...check, operation: check.operation && 'getParcel' }))
  writeFileSync(file, text)
  return { report: { ...report, checks }, surroundings: { folder, places: contractPlaces({ ...parcels, file }) } }
}

const yaml = `openapi: 3.1.0
info: { title: Parcels, version: '1' }
paths:
  /parcels/{id}:
    parameters: []
    get: { operationId: getParcel }
  /parcels:
    $ref: ./list.yaml
`

describe('SARIF', () => {
  test('is valid whatever the server says, and has a result for each deviation alone', () => {
    const { results, invocations } = runOf(reportOf({ expected: nasty, received: nasty, error: nasty }))
    expect(results).toMatchObject([
      {
        ruleId: 'login: a wrong password is refused',
        ruleIndex: 0,
        level: 'error',
        webRequest: { method: 'POST', headers: { 'Content-Type': 'application/json' } },
        webResponse: { statusCode: 200, body: { text: 'Welcome' } },
      },
    ])
    expect(invocations).toMatchObject([
      {
        executionSuccessful: false,
        exitCode: 1,
        toolExecutionNotifications: [
          { level: 'error', message: { text: expect.stringContaining('api: it can be put back: ::error::100%') } },
          { level: 'note', message: { text: '1 not run: want advanceClock' } },
        ],
      },
    ])
  })

  test('tells by a fingerprint which check it was, whatever the server answered', () => {
    const prints = ['status 200', 'status 500'].map(
      (received) => runOf(reportOf({ received })).results[0].partialFingerprints,
    )
    expect(prints[0]).toEqual(prints[1])
    expect(prints[0]['latchkeyCheck/v1']).toBe('bank/login: a wrong password is refused')
  })

  test('has advice as notes of a rule with help and authority, and known deviations suppressed', () => {
    const report = adviceReport()
    const [advice, ...others] = report.checks
    if (!advice) throw new Error('There is advice')
    const derived = { ...advice, rule: 'no-hints', says: 'A refusal gives no hints.' }
    const known = { ...derived, result: 'known' as const, severity: 'contract' as const, known: 'See issue 7' }
    const { results, tool } = runOf({ ...report, checks: [derived, known, ...others] })
    expect(results).toMatchObject([
      { ruleId: 'no-hints', level: 'note' },
      { ruleId: 'no-hints', level: 'error', suppressions: [{ kind: 'external', justification: 'See issue 7' }] },
    ])
    expect(tool.driver.rules).toMatchObject([
      {
        id: 'no-hints',
        shortDescription: { text: 'A refusal gives no hints.' },
        help: { text: expect.stringContaining('RFC 9110, 15.5.2; RFC 7636; OWASP ASVS 5.0, 6.3.8') },
        helpUri: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2',
      },
    ])
  })

  test('names the line of the operation in a contract of the user', () => {
    const { report, surroundings } = ofParcels(yaml)
    expect(runOf(report, surroundings).results[0].locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'an%20api/openapi.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 6, startColumn: 5 },
        },
        logicalLocations: [{ name: 'getParcel', fullyQualifiedName: 'bank/getParcel', kind: 'function' }],
      },
    ])
  })

  test('names the operation alone of a built-in API, whose file is not the user’s', () => {
    expect(runOf(reportOf({})).results[0].locations).toEqual([
      { logicalLocations: [{ name: 'login', fullyQualifiedName: 'bank/login', kind: 'function' }] },
    ])
  })
})

describe('the place of an operation', () => {
  const positionIn = (text: string, operation: string | null) => {
    writeFileSync(file, text)
    return contractPlaces({ ...parcels, file })?.positionOf(operation)
  }

  test('is the nearest that the file itself has', () => {
    expect(positionIn(yaml, 'getParcel')).toEqual({ line: 6, column: 5 })
    expect(positionIn(yaml, 'listParcels')).toEqual({ line: 7, column: 3 })
    expect(positionIn(yaml, null)).toEqual({ line: 1, column: 1 })
  })

  test('is found in JSON, and unknown where there is no file', () => {
    expect(positionIn('{"paths": {\n  "/parcels": {"get": {}}}}', 'listParcels')).toEqual({ line: 2, column: 16 })
    const gone = contractPlaces({ ...parcels, file: 'https://example.com/openapi.yaml' })
    expect(gone?.positionOf('getParcel')).toBeUndefined()
  })
})

describe('annotations of GitHub', () => {
  test('are one command a line, whatever the server says', () => {
    const lines = annotationLines(reportOf({ expected: nasty, received: nasty, error: nasty }), elsewhere)
    expect(lines).toEqual([
      expect.stringMatching(
        /^::error title=login%3A a wrong password is refused::expected ::error::100%25 a, b: c\\u000d%0A::set-output/,
      ),
      expect.stringMatching(/^::warning title=api%3A it can be put back::::error::100%25/),
    ])
    for (const line of lines) expect(line).not.toMatch(/[\r\n]/)
    expect(failureLine('a: 1%\nb')).toBe('::error title=latchkey verify::a: 1%25%0Ab')
  })

  test('lead to the line of the contract, escaped as properties are', () => {
    const { report, surroundings } = ofParcels(yaml)
    const [line] = annotationLines(report, { ...surroundings, folder: join(folder, 'an api') })
    expect(line).toContain('::error title=login%3A a wrong password is refused,file=openapi.yaml,line=6,col=5::')
  })

  test('are as many as GitHub shows, and say how many more there are', () => {
    const report = reportOf({})
    const [, deviation] = report.checks
    if (!deviation) throw new Error('There is a deviation')
    const lines = annotationLines({ ...report, checks: Array.from({ length: 13 }, () => deviation) }, elsewhere)
    expect(lines).toHaveLength(10)
    expect(lines.at(-1)).toBe('::error title=latchkey verify::4 more are in the summary of the job')
  })

  test('tell advice from what fails the run', () => {
    const levels = annotationLines(adviceReport(), elsewhere).map((line) => line.split(' ')[0])
    expect(levels).toEqual(['::notice', '::warning'])
  })
})

describe('the summary of a job', () => {
  test('has the verdict and a row for each deviation, with its authority', () => {
    const summary = markdownSummary(reportOf({}))
    expect(summary).toContain('**The server deviates from bank in 1 check.**')
    expect(summary).toContain(
      '| login&#58; a wrong password is refused | expected status 401, received status 200 | BK&#45;01 A login issues a token.; RFC 9110, 15.5.2; RFC 7636 |',
    )
  })

  test('takes no markup and no table from a server', () => {
    const summary = markdownSummary(reportOf({ received: '<img src=x>| [a](b) `c`\n# d' }))
    expect(summary).toContain('received &#60;img src&#61;x&#62;&#124; &#91;a&#93;(b) &#96;c&#96;&#10;&#35; d')
  })
})

import { escaped } from '../../markup/html.ts'
import { printableText } from '../../masking/printable.ts'
import type { CheckRecord, Report, Result } from '../report.ts'
import { answerLines, groundLines, requestLines, wholeApi } from './words.ts'

/**
 * The report as JUnit XML, as the schema of Jenkins and the readers of GitLab and GitHub take it: a suite an operation, a
 * case a check; what was not run is skipped and says why.
 */
export function junitReport(report: Report): string {
  const { api, url, totals, checks, milliseconds, latchkey } = report
  const groups = Map.groupBy(checks, ({ operation }) => operation)
  const attributes = { name: `latchkey verify ${api}`, ...counts(checks), time: seconds(milliseconds) }
  const properties = { api, url, latchkey, requests: report.requests, verdict: report.verdict, passed: totals.passed }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributesOf(attributes)}>`,
    ...[...groups].flatMap(([operation, each]) => suite(operation, each, report, properties)),
    '</testsuites>',
    '',
  ].join('\n')
}

type Values = Readonly<Record<string, string | number>>

function suite(
  operation: string | null,
  checks: readonly CheckRecord[],
  { api, started }: Report,
  values: Values,
): string[] {
  const time = seconds(checks.reduce((sum, { milliseconds }) => sum + milliseconds, 0))
  const name = `${api}.${operation ?? wholeApi}`
  return [
    `  <testsuite${attributesOf({ name, ...counts(checks), time, timestamp: started.replace(/\.\d+Z$/, '') })}>`,
    ...properties(values, '    '),
    ...checks.flatMap((check) => testCase(check, name)),
    '  </testsuite>',
  ]
}

function counts(checks: readonly CheckRecord[]): Values {
  const number = (result: Result) => checks.filter((check) => check.result === result).length
  return { tests: checks.length, failures: number('deviation'), errors: number('error'), skipped: number('not-run') }
}

function testCase(check: CheckRecord, className: string): string[] {
  const { title, milliseconds, requests, tags, facts, rfcs } = check
  const values = { requests, tags: tags.join(' '), facts: facts.map(({ id }) => id).join(' '), rfcs: rfcs.join('; ') }
  return [
    `    <testcase${attributesOf({ name: title, classname: className, time: seconds(milliseconds) })}>`,
    ...properties(values, '      '),
    ...outcome(check),
    '    </testcase>',
  ]
}

function properties(values: Values, room: string): string[] {
  const lines = Object.entries(values).map(([name, value]) => `${room}  <property${attributesOf({ name, value })}/>`)
  return [`${room}<properties>`, ...lines, `${room}</properties>`]
}

function outcome(check: CheckRecord): string[] {
  const { notRun, error, evidence } = check
  if (notRun) return [`      <skipped${attributesOf({ message: notRun.reason })}/>`]
  if (error !== null)
    return [`      <error${attributesOf({ message: firstLine(error), type: 'error' })}>${text(error)}</error>`]
  if (!evidence) return []
  const message = `expected ${evidence.expected}, received ${evidence.received}`
  return [`      <failure${attributesOf({ message, type: 'deviation' })}>${text(story(check))}</failure>`]
}

function story(check: CheckRecord): string {
  const { evidence } = check
  if (!evidence) return ''
  return [
    `expected ${evidence.expected}`,
    `received ${evidence.received}`,
    '',
    ...requestLines(evidence),
    '',
    ...answerLines(evidence),
    '',
    evidence.curl,
    '',
    ...groundLines(check),
  ].join('\n')
}

function firstLine(lines: string): string {
  return lines.split('\n')[0] ?? ''
}

function attributesOf(values: Values): string {
  // A line feed in an attribute would be read as a blank (XML 1.0, 3.3.3).
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${text(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join('')
}

/** No character that XML cannot hold, and none that it would read as markup (XML 1.0, 2.2). */
function text(plain: string): string {
  return escaped(printableText(plain.toWellFormed()).replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD'))
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3)
}

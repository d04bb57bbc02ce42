import { escaped } from '../../markup/html.ts'
import { printableText } from '../../masking/printable.ts'
import type { CheckRecord, Report, Result } from '../report.ts'
import { answerLines, groundLines, reasonLine, requestLines, sequenceLines, wholeApi } from './words.ts'

/**
 * The report as JUnit XML, as the schema of Jenkins and the readers of GitLab and GitHub take it: a suite an operation, a
 * case a check; what was not run is skipped and says why.
 */
export function junitReport(report: Report): string {
  const { api, url, totals, checks, milliseconds, latchkey } = report
  const groups = Map.groupBy(checks, ({ operation }) => operation)
  const attributes = {
    name: `latchkey ${report.client === null ? 'verify' : 'prove'} ${api}`,
    ...counts(checks),
    time: seconds(milliseconds),
  }
  const properties = { api, url, latchkey, requests: report.requests, verdict: report.verdict, passed: totals.passed }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributesOf(attributes)}>`,
    ...[...groups].flatMap(([operation, each]) => suite(operation, each, report, properties)),
    '</testsuites>',
    '',
  ].join('\n')
}

type Kind = 'failure' | 'error' | 'skipped'

/** What JUnit knows of results: what fails no run, such as advice, is skipped and says why. */
const kinds: Readonly<Partial<Record<Result, Kind>>> = {
  deviation: 'failure',
  inconclusive: 'error',
  error: 'error',
  advice: 'skipped',
  known: 'skipped',
  'not-run': 'skipped',
  skipped: 'skipped',
  'not-shown': 'skipped',
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
  const number = (kind: Kind) => checks.filter(({ result }) => kinds[result] === kind).length
  return { tests: checks.length, failures: number('failure'), errors: number('error'), skipped: number('skipped') }
}

function testCase(check: CheckRecord, className: string): string[] {
  const { title, milliseconds, requests, severity, rule, tags, facts, rfcs, clauses } = check
  const values = {
    requests,
    severity,
    ...(rule !== null && { rule }),
    ...(check.trace !== null && { trace: check.trace }),
    tags: tags.join(' '),
    facts: facts.map(({ id }) => id).join(' '),
    rfcs: rfcs.join('; '),
    clauses: clauses.join('; '),
  }
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
  const kind = kinds[check.result]
  if (!kind) return []
  const message = attributesOf({ message: reasonLine(check) })
  const told = text(story(check))
  if (kind !== 'skipped') return [`      <${kind}${message}${attributesOf({ type: check.result })}>${told}</${kind}>`]
  return [`      <skipped${message}/>`, ...(told === '' ? [] : [`      <system-out>${told}</system-out>`])]
}

function story(check: CheckRecord): string {
  const { evidence, error } = check
  if (!evidence) return error ?? ''
  const sequence = sequenceLines(evidence)
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
    ...(sequence.length > 0 ? [...sequence, ''] : []),
    ...groundLines(check),
  ].join('\n')
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

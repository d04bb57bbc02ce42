import { describe, expect, test } from 'vitest'
import { type Grading, graded } from '../../src/verify/grading.ts'
import type { Report } from '../../src/verify/report.ts'
import { consoleReporter } from '../../src/verify/reports/console.ts'
import { htmlReport } from '../../src/verify/reports/html/page.ts'
import { junitReport } from '../../src/verify/reports/junit.ts'
import { plainly } from '../../src/verify/reports/paint.ts'
import { adviceReport, reportOf, withUnwritten } from './sample-report.ts'

/** The elements of a document that is well-formed, as far as our reports go; throws for one that is not. */
function elementsOf(xml: string): string[] {
  const open: string[] = []
  const seen: string[] = []
  const rest = xml
    .replace(/^<\?xml[^>]*\?>/, '')
    .replaceAll(
      /<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#\d+);[^"<&]*)*")*)(\/?)>/g,
      (_, end, name, _attributes, alone) => {
        if (end) expect(open.pop()).toBe(name)
        else seen.push(name)
        if (!end && !alone) open.push(name)
        return ''
      },
    )
  expect(open).toEqual([])
  expect(rest).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#\d+);)/)
  return seen
}

const nasty = 'a <b> & "c" \u0000\u001b[31m\ud800 ]]> \u2028 \uffff é 😀'

describe('the JUnit report', () => {
  test('is well-formed whatever the server says, and counts what it holds', () => {
    const xml = junitReport(reportOf({ expected: nasty, received: nasty, error: nasty }))
    const names = Map.groupBy(elementsOf(xml), (name) => name)
    expect(names.get('testcase')?.length).toBe(4)
    expect([names.get('failure'), names.get('error'), names.get('skipped')]).toEqual([
      ['failure'],
      ['error'],
      ['skipped'],
    ])
    expect(xml).toContain(
      '<testsuites name="latchkey verify bank" tests="4" failures="1" errors="1" skipped="1" time="1.500">',
    )
    expect(xml).toContain('<skipped message="want advanceClock"/>')
    expect(xml).toContain('a &lt;b&gt; &amp; &quot;c&quot; \\u0000\\u001b[31m\ufffd ]]&gt; \\u2028 \ufffd é 😀')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\uffff]/)
  })

  test('has the facts, sections and kinds of each check as properties', () => {
    const xml = junitReport(reportOf({}))
    expect(xml).toContain('<property name="facts" value="BK-01"/>')
    expect(xml).toContain('<property name="rfcs" value="RFC 9110, 15.5.2; RFC 7636"/>')
    expect(xml).toContain('<property name="tags" value="authentication http"/>')
  })
})

describe('advice and what proves nothing', () => {
  const report = adviceReport()

  test('fail no case of JUnit as a deviation does, and say why', () => {
    const xml = junitReport(report)
    expect(xml).toContain('tests="3" failures="0" errors="1" skipped="1"')
    expect(xml).toContain('<skipped message="advice: expected status 401, received status 200"/>\n      <system-out>')
    expect(xml).toContain(
      '<error message="its positive control failed: expected status 401, received status 200" type="inconclusive">',
    )
    expect(xml).toContain('<property name="clauses" value="OWASP ASVS 5.0, 6.3.8"/>')
    expect(elementsOf(xml)).toContain('error')
  })

  test('are told apart at the console, with their authority', () => {
    const text = consoleOf(report, false)
    expect(text).toContain(
      [
        'Advice (fails the run only with --strict):',
        '~ login: it tells nothing',
        '    advice: expected status 401, received status 200',
        '    BK-01 A login issues a token.',
        '    RFC 9110, 15.5.2; RFC 7636; OWASP ASVS 5.0, 6.3.8',
      ].join('\n'),
    )
    expect(text).toContain('? login: it is shut 8 ms\n    why       its positive control failed\n')
    expect(text).toContain('Operation  passed  deviations  advice  inconclusive  errors  not run')
  })

  test('are open on the page where something has to be done', () => {
    const page = htmlReport(report)
    expect(page).toContain('<li class="check inconclusive"><details open>')
    expect(page).toContain('<li class="check advice"><details>')
    expect(page).toContain('<h4>Other authorities</h4><ul><li>OWASP ASVS 5.0, 6.3.8</li></ul>')
  })

  test('count by severity, unless the run is strict or the baseline knows better', () => {
    const [record] = report.checks.map((check) => ({ ...check, result: 'deviation' as const }))
    if (!record) throw new Error('There is a record')
    const resultOf = (grading: Grading) => graded(record, grading).result
    expect(resultOf({ isStrict: false, baseline: new Map() })).toBe('advice')
    expect(resultOf({ isStrict: true, baseline: new Map() })).toBe('deviation')
    expect(resultOf({ isStrict: true, baseline: new Map([[record.id, 'known']]) })).toBe('known')
  })
})

describe('the page', () => {
  test('counts one of a kind in the singular', () => {
    const page = htmlReport(reportOf({}))
    expect(page).toContain('<li>1 check wants advanceClock</li>')
    expect(page).toContain('<span class="time">12 ms, 1 request</span>')
    expect(page).toContain('<strong>1</strong> deviation</li>')
  })

  test('takes no markup from a server', () => {
    const page = htmlReport(reportOf({ received: '<img src=x onerror=alert(1)>', error: '</pre><script>' }))
    expect(page).not.toMatch(/<img|<script/)
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })

  test('leads to the sections of RFCs', () => {
    expect(htmlReport(reportOf({}))).toContain(
      '<a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2" rel="noreferrer">RFC 9110, 15.5.2</a>',
    )
  })
})

function consoleOf(report: Report, isLive: boolean): string {
  const written: string[] = []
  const reporter = consoleReporter({ write: (text) => void written.push(text), isLive, columns: 30, paint: plainly })
  for (const [at, check] of report.checks.entries()) {
    if (check.result !== 'not-run') reporter.start(check.id, at)
    reporter.check(check, at)
  }
  reporter.end(report)
  return written.join('')
}

describe('the console', () => {
  test('tells failures as they happen, then sums up', () => {
    const text = consoleOf(reportOf({ error: 'The hook reset ended with 3' }), false)
    expect(text).toContain(
      '✗ login: a wrong password is refused 12 ms\n    expected  status 401\n    received  status 200\n',
    )
    expect(text).toContain('    error     The hook reset ended with 3\n')
    expect(text).toContain(
      [
        'Operation      passed  deviations  errors  not run   time',
        'login               1           1       0        0  0.0 s',
        'the whole API       0           0       1        1  0.0 s',
        '',
        'Credential           absent  expired',
        'login, access token       ✓        ✗',
        '',
        '1 not run: 1 wants advanceClock',
        '2 of 3 documented answers were seen',
        '1 passed, 1 deviation, 1 error, 1 not run; 7 requests, 1.5 s',
        'The server deviates from bank in 1 check',
      ].join('\n'),
    )
  })

  test('shows the first answer 501, and says in a line which operations answer nothing else', () => {
    const text = consoleOf(withUnwritten('login', 'listUsers', 'listUsers', 'listUsers'), false)
    expect(text.match(/not written yet/g)).toHaveLength(1)
    expect(text).toContain('✗ listUsers: 3 checks ended at GET /bank/listUsers, not implemented (501)\n\nOperation ')
    expect(text).not.toMatch(/login: .* not implemented/)
  })

  test('shows every answer 501 of an operation that deviates otherwise too', () => {
    const text = consoleOf(withUnwritten('listUsers', 'login', 'login'), false)
    expect(text.match(/✗ login: unwritten \d .*\n {4}expected/g)).toHaveLength(2)
    expect(text).toContain('✗ listUsers: 1 check ended at GET /bank/listUsers, not implemented (501)\n')
  })

  test('escapes what a server says, so that it cannot control the terminal', () => {
    expect(consoleOf(reportOf({ received: '\u001b[2J\u0007\rfoo' }), false)).toContain(
      'received  \\u001b[2J\\u0007\\u000dfoo\n',
    )
  })

  test('writes over one line on a terminal, and has no line for what passed', () => {
    const text = consoleOf(reportOf({}), true)
    expect(text).toContain('\r\u001b[2K1/0 login: an e-mail and a pa\r')
    expect(text).not.toContain('✓ login')
  })
})

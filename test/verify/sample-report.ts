import type { CheckRecord, Report } from '../../src/verify/report.ts'
import { matrixOf, operationsOf, reasonsOf, tallyOf, verdictOf } from '../../src/verify/summary.ts'

/** What a server or a hook said, which nobody could foresee. */
interface Said {
  readonly expected?: string
  readonly received?: string
  readonly error?: string
}

const passed: CheckRecord = {
  id: 'login: an e-mail and a password are enough',
  operation: 'login',
  title: 'an e-mail and a password are enough',
  severity: 'contract',
  rule: null,
  says: null,
  tags: ['authentication', 'http'],
  facts: [
    { id: 'BK-01', says: 'A login issues a token.', grade: 'documented', source: 'page', decision: 'It is a JWT.' },
  ],
  rfcs: ['RFC 9110, 15.5.2', 'RFC 7636'],
  clauses: [],
  cell: { credential: 'access token', mode: 'absent' },
  result: 'passed',
  milliseconds: 8,
  requests: 2,
  trace: null,
  notRun: null,
  error: null,
  known: null,
  evidence: null,
}

/** A report with one check of every result. */
export function reportOf({ expected = 'status 401', received = 'status 200', error = 'broken' }: Said): Report {
  return reportOn([passed, deviating(expected, received), failing(error), waiting])
}

/** The same, and for each operation that is named a check that was answered 501. */
export function withUnwritten(...operations: readonly string[]): Report {
  return reportOn([...reportOf({}).checks, ...operations.map(unwritten)])
}

/** Advice that is not followed, a check whose positive control failed, and an advice that passes. */
export function adviceReport(): Report {
  const { evidence } = deviating('status 401', 'status 200')
  const about = { ...passed, severity: 'advice', clauses: ['OWASP ASVS 5.0, 6.3.8'], evidence } as const
  return reportOn([
    { ...about, id: 'login: it tells nothing', title: 'it tells nothing', result: 'advice' },
    { ...about, severity: 'contract', id: 'login: it is shut', title: 'it is shut', result: 'inconclusive' },
    passed,
  ])
}

function reportOn(checks: readonly CheckRecord[]): Report {
  return {
    version: 3,
    latchkey: '1.2.3',
    api: 'bank',
    client: null,
    title: 'Bank API',
    url: 'http://127.0.0.1:3000/bank',
    started: '2026-11-23T09:00:00.000Z',
    milliseconds: 1_500,
    requests: 7,
    verdict: verdictOf(tallyOf(checks), { wasInterrupted: false, stale: [], shortfalls: [] }),
    stale: [],
    shortfalls: [],
    changes: null,
    totals: tallyOf(checks),
    operations: operationsOf(checks),
    matrix: matrixOf(checks),
    notRun: reasonsOf(checks),
    answers: { documented: 3, unseen: ['login 429'] },
    checks,
  }
}

function deviating(expected: string, received: string): CheckRecord {
  const title = 'a wrong password is refused'
  const url = 'http://127.0.0.1:3000/bank/login'
  return {
    ...passed,
    id: `login: ${title}`,
    title,
    result: 'deviation',
    milliseconds: 12,
    requests: 1,
    cell: { credential: 'access token', mode: 'expired' },
    evidence: {
      expected,
      received,
      request: { method: 'POST', url, headers: [['Content-Type', 'application/json']], body: '{"password":"corr…"}' },
      answer: { status: 200, headers: [['Content-Type', 'text/plain']], body: 'Welcome' },
      curl: `curl ${url} --data-raw '{"password":"'"$PASSWORD"'"}'`,
      exchanges: [],
      omitted: 0,
    },
  }
}

function unwritten(operation: string, at: number): CheckRecord {
  const url = `http://127.0.0.1:3000/bank/${operation}`
  const title = `unwritten ${at}`
  return {
    ...deviating('status 200', 'status 501'),
    ...{ id: `${operation}: ${title}`, operation, title, cell: null },
    evidence: {
      ...{ expected: 'status 200', received: 'status 501', curl: `curl ${url}` },
      request: { method: 'GET', url: `${url}?page=${at}`, headers: [], body: null },
      answer: { status: 501, headers: [], body: 'not written yet' },
      ...{ exchanges: [], omitted: 0 },
    },
  }
}

function failing(error: string): CheckRecord {
  return {
    ...passed,
    id: 'api: it can be put back',
    operation: null,
    title: 'it can be put back',
    cell: null,
    result: 'error',
    error,
  }
}

const waiting: CheckRecord = {
  ...passed,
  id: 'api: a token ends',
  operation: null,
  title: 'a token ends',
  cell: null,
  result: 'not-run',
  milliseconds: 0,
  requests: 0,
  notRun: { wants: ['advanceClock'], reason: 'want advanceClock' },
}

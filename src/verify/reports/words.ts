import type { CheckRecord, Evidence, Exchange, Report, Result, Tally, Verdict } from '../report.ts'

/** What stands for the promises that no single operation makes. */
export const wholeApi = 'the whole API'

/** What checks are grouped by: `Operation`, or `Situation` where a client was judged. */
export function groupWord({ client }: Pick<Report, 'client'>): string {
  return client === null ? 'Operation' : 'Situation'
}

/** How a result is said, and the sign for it. */
export const resultWords: Readonly<Record<Result, { readonly sign: string; readonly word: string }>> = {
  passed: { sign: '✓', word: 'passed' },
  deviation: { sign: '✗', word: 'deviation' },
  inconclusive: { sign: '?', word: 'inconclusive' },
  error: { sign: '!', word: 'error' },
  advice: { sign: '~', word: 'advice' },
  known: { sign: '=', word: 'known deviation' },
  'not-run': { sign: '-', word: 'not run' },
  skipped: { sign: '-', word: 'skipped' },
  'not-shown': { sign: '-', word: 'not shown' },
}

export function counted(number: number, one: string, many?: string): string {
  return `${number} ${nounOf(number, one, many)}`
}

/** The word for so many of a kind. */
export function nounOf(number: number, one: string, many = `${one}s`): string {
  return number === 1 ? one : many
}

/** `12 passed, 1 deviation, 3 not run`: what there is none of is left out, but for what passed. */
export function tallyWords(totals: Tally): string {
  const { passed, deviations, advice, known, inconclusive, errors, notRun, skipped, notShown } = totals
  return [
    `${passed} passed`,
    ...(deviations > 0 ? [counted(deviations, 'deviation')] : []),
    ...(advice > 0 ? [`${advice} against advice`] : []),
    ...(known > 0 ? [counted(known, 'known deviation')] : []),
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(notShown > 0 ? [`${notShown} not shown`] : []),
  ].join(', ')
}

/** `31 not run: 12 want advanceClock, 9 want --i-own-this-server`; empty if everything was run. */
export function notRunWords({ totals, notRun }: Pick<Report, 'totals' | 'notRun'>): string {
  if (totals.notRun === 0) return ''
  const reasons = notRun.map(({ reason, checks }) => `${checks} ${reasonOf(reason, checks)}`)
  return `${totals.notRun} not run: ${reasons.join(', ')}`
}

/** Why so many checks were not run: one wants what several want. */
export function reasonOf(reason: string, checks: number): string {
  return checks === 1 ? reason.replace(/^want /, 'wants ') : reason
}

/** `41 of 52 documented answers were seen`. */
export function answersWords({ answers: { documented, unseen } }: Pick<Report, 'answers'>): string {
  return `${documented - unseen.length} of ${documented} documented answers were seen`
}

export function verdictWords(report: Report): string {
  return report.client === null ? serverVerdict(report) : clientVerdict(report)
}

/** What was not shown is no promise kept. */
function clientVerdict({ verdict, api, totals }: Report): string {
  const unshown =
    totals.notShown === 0
      ? ''
      : `; ${counted(totals.notShown, 'point')} ${totals.notShown === 1 ? 'was' : 'were'} not shown`
  const words: Partial<Readonly<Record<Verdict, string>>> = {
    holds: `The client of ${api} is right in all that it showed${unshown}`,
    deviates: `The client of ${api} is wrong in ${counted(totals.deviations, 'point')}`,
    interrupted: 'Interrupted; this is how far it came',
  }
  return words[verdict] ?? 'Nothing was shown, so nothing can be said of the client'
}

function serverVerdict({ verdict, api, totals, stale, shortfalls }: Report): string {
  const words: Readonly<Record<Verdict, string>> = {
    holds: `The server holds what ${api} promises, as far as it was asked`,
    deviates: `The server deviates from ${api} in ${counted(totals.deviations, 'check')}`,
    stale: `Nothing else deviates, but ${counted(stale.length, 'entry', 'entries')} of the baseline must be removed`,
    incomplete: `Nothing deviates, but ${shortfalls.join('; ')}`,
    'nothing-ran': 'Nothing was run, so nothing can be said of the server',
    interrupted: 'Interrupted; this is how far it came',
  }
  return words[verdict]
}

export function secondsOf(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`
}

/** What was sent, in lines. */
export function requestLines({ request }: Pick<Exchange, 'request'>): string[] {
  return [`${request.method} ${request.url}`, ...headerLines(request.headers), ...bodyLines(request.body)]
}

/** What came, in lines. */
export function answerLines({ answer }: Pick<Exchange, 'answer'>): string[] {
  if (!answer) return ['no answer']
  return [String(answer.status), ...headerLines(answer.headers), ...bodyLines(answer.body)]
}

function headerLines(headers: readonly (readonly [string, string])[]): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`)
}

function bodyLines(body: string | null): string[] {
  return body === null ? [] : ['', ...body.split(/\r?\n/)]
}

/** Each request of a check and the status it got, a line each, where there was more than the one that is shown. */
export function sequenceLines({ exchanges, omitted }: Evidence): string[] {
  if (exchanges.length < 2) return []
  const lines = exchanges.map(exchangeLine)
  const middle = exchanges.length / 2
  return omitted === 0 ? lines : [...lines.slice(0, middle), `… ${omitted} more`, ...lines.slice(middle)]
}

function exchangeLine({ request, answer }: Exchange): string {
  const { method, url, headers, body } = request
  const telling = headers
    .filter(([name]) => /^(authorization|cookie|.*key.*)$/i.test(name))
    .map(([name, value]) => `${name}: ${value}`)
  const sent = [`${method} ${url}`, ...telling, ...(body === null ? [] : [body.replaceAll(/\s+/g, ' ')])].join(', ')
  return `${sent.length > longestLine ? `${sent.slice(0, longestLine)}…` : sent} → ${answer?.status ?? 'no answer'}`
}

const longestLine = 300

/** The facts, sections and clauses that a check rests on, a line each. */
export function groundLines({ facts, rfcs, clauses }: CheckRecord): string[] {
  const sections = [...rfcs, ...clauses]
  return [...facts.map(({ id, says }) => `${id} ${says}`), ...(sections.length > 0 ? [sections.join('; ')] : [])]
}

/** Why a check does not pass, in a line. */
export function reasonLine({ result, notRun, error, known, evidence }: CheckRecord): string {
  if (notRun) return notRun.reason
  if (error !== null) return error.split('\n')[0] ?? ''
  if (!evidence) return ''
  const seen = `expected ${evidence.expected}, received ${evidence.received}`
  const openings: Partial<Record<Result, string>> = {
    advice: `advice: ${seen}`,
    known: `known deviation: ${known}`,
    inconclusive: `its positive control failed: ${seen}`,
  }
  return openings[result] ?? seen
}

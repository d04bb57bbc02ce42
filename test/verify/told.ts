import type { CheckRecord, Report } from '../../src/verify/report.ts'
import { consoleReporter } from '../../src/verify/reports/console.ts'
import { htmlReport } from '../../src/verify/reports/html/page.ts'
import { jsonReport } from '../../src/verify/reports/json.ts'
import { junitReport } from '../../src/verify/reports/junit.ts'
import { plainly } from '../../src/verify/reports/paint.ts'
import { type VerifyOptions, verify } from '../../src/verify/verify.ts'

/** A run, and all that is told of it. */
interface Told {
  readonly report: Report
  readonly console: string
  readonly junit: string
  readonly json: string
  readonly html: string
}

/** Verifies a server and writes every report into memory. */
export async function tellAll(options: VerifyOptions): Promise<Told> {
  const written: string[] = []
  const write = (text: string) => void written.push(text)
  const screen = { write, isLive: false, columns: 80, paint: plainly }
  const reporter = consoleReporter(screen)
  const report = await verify({
    ...options,
    onPlan: ({ subject, url, checks }) => reporter.plan(`${subject.contract.title}, at ${url}`, checks.length),
    onStart: ({ id }, at) => reporter.start(id, at),
    onCheck: (record, at) => reporter.check(record, at),
  })
  reporter.end(report)
  return {
    report,
    console: written.join(''),
    junit: junitReport(report),
    json: jsonReport(report),
    html: htmlReport(report),
  }
}

/** The record of the check whose id begins so. */
export function recordOf({ checks }: Report, id: string): CheckRecord {
  const record = checks.find((check) => check.id.startsWith(id))
  if (!record) throw new Error(`There is no record of "${id}"`)
  return record
}

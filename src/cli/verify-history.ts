import type { Report } from '../verify/report.ts'
import type { VerifyOptions } from '../verify/verify.ts'

export interface HistoryFlags {
  readonly failed?: true
  readonly writeBaseline?: string
}

/** What is kept from one run to the next: results for `--failed` and the difference, and a baseline. */
export async function historyOf({ failed, writeBaseline: file }: HistoryFlags, { api }: VerifyOptions) {
  const { lastFailures, readLastRun, writeLastRun } = await import('../verify/last-run.ts')
  const { writeBaseline } = await import('../verify/baseline.ts')
  const before = readLastRun(process.cwd(), api)
  return {
    options: { before, ...(failed && { only: lastFailures(before, api) }) },
    keep: (report: Report) => {
      if (file !== undefined) writeBaseline(file, report)
      writeLastRun(process.cwd(), report, before)
    },
  }
}

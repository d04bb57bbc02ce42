import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { CannotVerify } from '../cannot-verify.ts'
import type { Report } from '../report.ts'
import { htmlReport } from './html/page.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'
import { type Surroundings, sarifReport } from './sarif.ts'

const forms = {
  junit: junitReport,
  json: jsonReport,
  html: htmlReport,
  sarif: sarifReport,
} satisfies Readonly<Record<string, (report: Report, surroundings: Surroundings) => string>>

/** A file that a report goes to, and in which form. */
export interface ReportFile {
  readonly form: keyof typeof forms
  readonly path: string
}

/** Looks at every file before anything is run; throws a {@link CannotVerify} for one that cannot be written. */
export function openReports(files: readonly ReportFile[], surroundings: Surroundings): { write(report: Report): void } {
  for (const { path, form } of files) refuseUnwritable(path, form)
  return {
    write: (report) => {
      for (const { path, form } of files) writeWhole(resolve(path), forms[form](report, surroundings))
    },
  }
}

function refuseUnwritable(path: string, form: string): void {
  const folder = dirname(resolve(path))
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CannotVerify(`--${form} "${path}": there is no folder "${folder}"`)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new CannotVerify(`--${form} "${path}" is a folder; name a file`)
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new CannotVerify(`--${form} "${path}": nothing can be written into "${folder}"`, { cause: error })
  }
}

/** Whoever reads the file meanwhile finds the one before or this one, never half of it. */
function writeWhole(path: string, text: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}`)
  try {
    writeFileSync(beside, text)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new CannotVerify(`The report "${path}" cannot be written: ${(error as Error).message}`, { cause: error })
  }
}

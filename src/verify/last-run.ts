import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CannotVerify } from './cannot-verify.ts'
import { hasFailed } from './changes.ts'
import type { Report, Result } from './report.ts'

/** By id, how checks went when they were last run. */
type Results = ReadonlyMap<string, Result>

const own = '.latchkey'

/** How the checks of an API went the last time in a folder; undefined if there was none. */
export function readLastRun(folder: string, api: string): Results | undefined {
  const file = fileOf(folder, api)
  if (!existsSync(file)) return undefined
  try {
    const { results } = JSON.parse(readFileSync(file, 'utf8')) as { readonly results: Readonly<Record<string, Result>> }
    return new Map(Object.entries(results))
  } catch (error) {
    throw new CannotVerify(`"${file}" cannot be read; remove it`, { cause: error })
  }
}

/** The ids that `--failed` runs again. */
export function lastFailures(before: Results | undefined, api: string): string[] {
  if (!before) throw new CannotVerify(`There is no last run of "${api}" here; run it once without --failed`)
  const failures = [...before].filter(([, result]) => hasFailed(result)).map(([id]) => id)
  if (failures.length === 0) throw new CannotVerify(`No check of "${api}" failed the last time; run without --failed`)
  return failures
}

/** Keeps how each check went; what was not run keeps what it had. No version control takes the folder. */
export function writeLastRun(folder: string, { api, url, started, checks }: Report, before: Results = new Map()): void {
  const ran = checks.filter(({ notRun }) => !notRun).map(({ id, result }) => [id, result] as const)
  const results = Object.fromEntries([...before, ...ran])
  mkdirSync(join(folder, own, 'verify'), { recursive: true })
  const ignored = join(folder, own, '.gitignore')
  if (!existsSync(ignored)) writeFileSync(ignored, '*\n')
  writeFileSync(fileOf(folder, api), `${JSON.stringify({ api, url, started, results }, null, 2)}\n`)
}

function fileOf(folder: string, api: string): string {
  return join(folder, own, 'verify', `${encodeURIComponent(api)}.json`)
}

import { existsSync, writeFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { CannotVerify } from './cannot-verify.ts'
import { readYaml } from './inputs/yaml-file.ts'
import type { CheckRecord, Report } from './report.ts'

/** By the id of a check, why its deviation is accepted. */
export type Baseline = ReadonlyMap<string, string>

interface Entry {
  readonly check: string
  readonly reason: string
}

/** Reads a list of `{ check, reason }`; throws a {@link CannotVerify} for an entry without a reason. */
export function readBaseline(file: string): Baseline {
  const entries = readEntries(file)
  const unexplained = entries.find(({ reason }) => reason.trim() === '')
  if (unexplained) throw new CannotVerify(`"${file}" must give a reason for "${unexplained.check}"`)
  return new Map(entries.map(({ check, reason }) => [check, reason]))
}

function readEntries(file: string): Entry[] {
  const root = readYaml(file) ?? []
  if (!Array.isArray(root)) throw new CannotVerify(`"${file}" must be a list of entries with "check" and "reason"`)
  const entries = root.map((value: unknown, at) => entryOf(value, `Entry ${at + 1} of "${file}"`))
  const twice = entries.find(({ check }, at) => entries.findIndex((other) => other.check === check) !== at)
  if (twice) throw new CannotVerify(`"${file}" has "${twice.check}" more than once`)
  return entries
}

function entryOf(value: unknown, what: string): Entry {
  const { check, reason, ...others } = Object(value) as Readonly<Record<string, unknown>>
  const [strange] = Object.keys(others)
  if (strange !== undefined) throw new CannotVerify(`${what} has an unknown key "${strange}"`)
  if (typeof check === 'string' && typeof reason === 'string') return { check, reason }
  throw new CannotVerify(`${what} must have "check", the id of a check, and "reason", both as text`)
}

/** A sentence for each entry whose check passes now or does not exist; one that was not run says nothing. */
export function staleEntries(
  baseline: Baseline,
  file: string,
  records: readonly CheckRecord[],
  known: readonly string[],
): string[] {
  const passed = new Set(records.filter(({ result }) => result === 'passed').map(({ id }) => id))
  return [...baseline.keys()].flatMap((id) => {
    if (passed.has(id)) return [`Baseline "${file}": "${id}" passes now; remove its entry`]
    return known.includes(id) ? [] : [`Baseline "${file}": there is no check "${id}"`]
  })
}

/** Writes the deviations of a run. A reason that the file has is kept, and so is the entry of a check that was not run. */
export function writeBaseline(file: string, { checks }: Pick<Report, 'checks'>): void {
  const before = existsSync(file) ? readEntries(file) : []
  const reasons = new Map(before.map(({ check, reason }) => [check, reason]))
  const ran = new Set(checks.filter(({ milliseconds }) => milliseconds > 0).map(({ id }) => id))
  const deviating = checks.filter(({ result }) => result === 'deviation' || result === 'known')
  const entries: Entry[] = [
    ...before.filter(({ check }) => !ran.has(check)),
    ...deviating.map(({ id, known }): Entry => ({ check: id, reason: reasons.get(id) ?? known ?? '' })),
  ]
  try {
    writeFileSync(file, stringify(entries, { lineWidth: 0 }))
  } catch (error) {
    throw new CannotVerify(`The baseline "${file}" cannot be written: ${(error as Error).message}`, { cause: error })
  }
}

import { ends } from './needs.ts'
import type { CheckRecord } from './report.ts'
import { tallyOf } from './summary.ts'

/** What share of the checks may be left not run, from 0 to 1; undefined for any. */
export type MostNotRun = number | undefined

/** What keeps a run from being complete though nothing deviates, in words. */
export function shortfallsOf(records: readonly CheckRecord[], mostNotRun: MostNotRun): string[] {
  const { errors, notRun, skipped } = tallyOf(records)
  // Advice that cannot be judged keeps no run from being complete.
  const demands = records.filter(({ severity }) => severity === 'contract')
  const inconclusive = demands.filter(({ result }) => result === 'inconclusive').length
  const cutOff = records.filter(({ notRun: why }) => why?.reason === ends.budget.reason).length
  const wanted = records.length - skipped
  return [
    ...(errors > 0 ? [`${checksWords(errors)} could not be carried out`] : []),
    ...(inconclusive > 0 ? [`${checksWords(inconclusive)} proved nothing, since the positive control failed`] : []),
    ...(cutOff > 0 ? [`--max-requests ended the run before ${checksWords(cutOff)}`] : []),
    ...(mostNotRun !== undefined && notRun > mostNotRun * wanted
      ? [
          `${notRun} of ${checksWords(wanted)} ${notRun === 1 ? 'was' : 'were'} not run, which --fail-on-not-run rejects`,
        ]
      : []),
  ]
}

function checksWords(number: number): string {
  return `${number} ${number === 1 ? 'check' : 'checks'}`
}

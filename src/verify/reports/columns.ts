import type { Tally } from '../report.ts'

type Column = readonly [counter: keyof Tally, name: string]

/** The counters, in the order of tables; what is rare has a column only where there is some. */
const columns: readonly (readonly [...Column, isRare: boolean])[] = [
  ['passed', 'passed', false],
  ['deviations', 'deviations', false],
  ['advice', 'advice', true],
  ['known', 'known', true],
  ['inconclusive', 'inconclusive', true],
  ['errors', 'errors', false],
  ['notRun', 'not run', false],
  ['skipped', 'skipped', true],
]

export function columnsOf(totals: Tally): Column[] {
  return columns.flatMap(([counter, name, isRare]): Column[] =>
    isRare && totals[counter] === 0 ? [] : [[counter, name]],
  )
}

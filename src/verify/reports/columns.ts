import type { Report, Tally } from '../report.ts'

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
  ['notShown', 'not shown', true],
]

/** What is not run of a server is not shown of a client. */
export function columnsOf({ client, totals }: Pick<Report, 'client' | 'totals'>): Column[] {
  const isIdle = (counter: keyof Tally, isRare: boolean) =>
    totals[counter] === 0 && (isRare || (client !== null && counter === 'notRun'))
  return columns.flatMap(([counter, name, isRare]): Column[] => (isIdle(counter, isRare) ? [] : [[counter, name]]))
}

import { printableText } from '../../masking/printable.ts'
import type { CheckRecord, Report, Result } from '../report.ts'
import type { Paint } from './paint.ts'
import { groundLines, reasonLine, resultWords } from './words.ts'

/** What is listed apart at the end, since it does not fail the run. */
const lists: readonly (readonly [result: Result, title: string])[] = [
  ['advice', 'Advice (fails the run only with --strict):'],
  ['known', 'Known deviations (accepted by the baseline):'],
  ['skipped', 'Skipped:'],
  ['not-shown', 'Not shown (the client never did what these are about):'],
]

/** The results that are told at the end, if at all. */
export const toldLater: ReadonlySet<Result> = new Set(['not-run', ...lists.map(([result]) => result)])

export function listsOf({ checks }: Report, paint: Paint): string[] {
  return lists.flatMap(([wanted, title]) => {
    const some = checks.filter(({ result }) => result === wanted)
    return some.length === 0 ? [] : [title, ...some.flatMap((record) => entry(record, paint)), '']
  })
}

function entry(record: CheckRecord, paint: Paint): string[] {
  const { id, result } = record
  const lines = [reasonLine(record), ...(result === 'skipped' ? [] : groundLines(record))]
  return [
    `${paint('yellow', resultWords[result].sign)} ${id}`,
    ...lines.map((line) => `    ${printableText(line)}`.trimEnd()),
  ]
}

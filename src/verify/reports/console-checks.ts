import { printableText } from '../../masking/printable.ts'
import type { CheckRecord, Report, Result } from '../report.ts'
import { unwrittenIn, unwrittenWords } from './not-implemented.ts'
import type { Paint } from './paint.ts'
import { answerLines, groundLines, requestLines, resultWords, sequenceLines } from './words.ts'

const styles: Readonly<Record<Result, Parameters<Paint>[0]>> = {
  passed: 'green',
  deviation: 'red',
  inconclusive: 'yellow',
  error: 'yellow',
  advice: 'yellow',
  known: 'dim',
  'not-run': 'dim',
  skipped: 'dim',
  'not-shown': 'dim',
}

/** A check with its place in the order of the run. */
export interface Checked {
  readonly record: CheckRecord
  readonly at: number
}

/**
 * What was kept back of a run: in whole what stands among other deviations of its operation, in a line each the
 * operations that have no others.
 */
export function keptBack(kept: readonly Checked[], report: Report, of: number, paint: Paint): string[] {
  if (kept.length === 0) return []
  const throughout = unwrittenIn(report)
  const told = new Set(throughout.flatMap(({ checks }) => checks.map(({ id }) => id)))
  const others = kept.filter(({ record }) => !told.has(record.id))
  return [
    ...others.flatMap(({ record, at }) => whole(record, at, of, paint)),
    ...throughout.map((operation) => `${paint('red', resultWords.deviation.sign)} ${unwrittenWords(operation)}`),
  ]
}

/** A check that did not pass, with all that is known of it. */
export function whole(record: CheckRecord, at: number, of: number, paint: Paint): string[] {
  return [headline(record, at, of, paint), ...detail(record, paint), '']
}

export function headline({ id, result, milliseconds }: CheckRecord, at: number, of: number, paint: Paint): string {
  const place = `${String(at + 1).padStart(String(of).length)}/${of}`
  return `${paint('dim', place)} ${paint(styles[result], resultWords[result].sign)} ${id} ${paint('dim', `${Math.round(milliseconds)} ms`)}`
}

/** All that is known of what went wrong, with room at its left. */
function detail(record: CheckRecord, paint: Paint): string[] {
  const { evidence, error, result } = record
  const parts: (readonly [string, readonly string[]])[] = evidence
    ? [
        ...(result === 'inconclusive' ? [['why', ['its positive control failed']] as const] : []),
        ['expected', [evidence.expected]],
        ['received', [evidence.received]],
        ['sent', requestLines(evidence)],
        ['answer', answerLines(evidence)],
        ['again', [evidence.curl]],
        ['sequence', sequenceLines(evidence)],
        ['trace', record.trace === null ? [] : [record.trace]],
        ['rests on', groundLines(record)],
      ]
    : [['error', (error ?? '').split('\n')]]
  return parts.flatMap(([name, lines]) =>
    lines.map((line, at) => `    ${paint('dim', (at === 0 ? name : '').padEnd(9))} ${printableText(line)}`.trimEnd()),
  )
}

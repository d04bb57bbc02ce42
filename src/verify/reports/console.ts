import type { CheckRecord, Matrix, Report } from '../report.ts'
import { columnsOf } from './columns.ts'
import { type Checked, headline, keptBack, whole } from './console-checks.ts'
import { listsOf, toldLater } from './console-lists.ts'
import { isUnwritten } from './not-implemented.ts'
import type { Paint } from './paint.ts'
import { stacked, table } from './table.ts'
import {
  answersWords,
  counted,
  groupWord,
  notRunWords,
  resultWords,
  secondsOf,
  tallyWords,
  verdictWords,
  wholeApi,
} from './words.ts'

/** Where the console is. */
export interface Screen {
  write(text: string): void
  /** Whether a line can be written over. */
  readonly isLive: boolean
  readonly columns: number
  readonly paint: Paint
}

/** Tells people at a console how a run goes, and in the end how it went. */
export interface ConsoleReporter {
  /** What is judged, and by how many checks. */
  plan(heading: string, checks: number): void
  start(id: string, at: number): void
  check(record: CheckRecord, at: number): void
  end(report: Report): void
}

const clearLine = '\r\u001b[2K'

export function consoleReporter(screen: Screen): ConsoleReporter {
  const { paint, isLive } = screen
  const say = (lines: readonly string[]) => screen.write(`${isLive ? clearLine : ''}${lines.join('\n')}\n`)
  // Hundreds of answers 501 say one thing: the first is shown, the others wait for what else their operation does.
  const unwritten: Checked[] = []
  let of = 0
  return {
    plan(heading, checks) {
      of = checks
      say([paint('bold', heading), counted(of, 'check'), ''])
    },
    start(id, at) {
      if (isLive) screen.write(`${clearLine}${`${at + 1}/${of} ${id}`.slice(0, screen.columns - 1)}`)
    },
    check(record, at) {
      if (toldLater.has(record.result)) return
      if (isUnwritten(record) && unwritten.push({ record, at }) > 1) return
      if (record.result !== 'passed') return say(whole(record, at, of, paint))
      if (!isLive) say([headline(record, at, of, paint)])
    },
    end: (report) => say([...keptBack(unwritten.slice(1), report, of, paint), ...summary(report, paint)]),
  }
}

function summary(report: Report, paint: Paint): string[] {
  const { totals, matrix, requests, milliseconds } = report
  const reasons = notRunWords(report)
  return [
    '',
    ...operationTable(report),
    '',
    ...(matrix ? [...matrixTable(matrix), ''] : []),
    ...listsOf(report, paint),
    ...(report.stale.length === 0 ? [] : [...report.stale, '']),
    ...(reasons === '' ? [] : [reasons]),
    ...(report.client === null ? [answersWords(report)] : []),
    `${tallyWords(totals)}; ${counted(requests, 'request')}, ${secondsOf(milliseconds)}`,
    ...changeLines(report),
    paint(report.verdict === 'holds' ? 'green' : 'red', verdictWords(report)),
  ]
}

function changeLines({ changes }: Report): string[] {
  const lines = [
    ['Newly failing', changes?.newlyFailing ?? []],
    ['Newly passing', changes?.newlyPassing ?? []],
  ] as const
  return lines.flatMap(([title, ids]) =>
    ids.length === 0 ? [] : [`${title} since the last run:`, ...ids.map((id) => `  ${id}`)],
  )
}

function operationTable(report: Report): string[] {
  const { operations } = report
  const columns = columnsOf(report)
  const rows = operations.map(({ operation, milliseconds, ...tally }) => [
    operation ?? wholeApi,
    ...columns.map(([counter]) => String(tally[counter])),
    secondsOf(milliseconds),
  ])
  return table([[groupWord(report), ...columns.map(([, name]) => name), 'time'], ...rows])
}

/** In characters; names of modes that are longer take more lines. */
const widestMode = 12

/** `✓`, `✗`, `!`, `-` for what was not run; nothing where no check looks. */
function matrixTable({ modes, rows }: Matrix): string[] {
  const lines = rows.map(({ operation, credential, cells }) => [
    `${operation ?? wholeApi}, ${credential}`,
    ...modes.map((mode) => (cells[mode] ? resultWords[cells[mode]].sign : '')),
  ])
  return table([...stacked(['Credential', ...modes], widestMode), ...lines])
}

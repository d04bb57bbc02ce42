import { printableText } from '../../masking/printable.ts'
import type { CheckRecord, Report, Result } from '../report.ts'
import { escapedMarkdown } from './markdown.ts'
import { answersWords, groundLines, notRunWords, reasonLine, secondsOf, tallyWords, verdictWords } from './words.ts'

/** A summary may have 1 MiB in all. */
const mostRows = 100
const longestText = 500

const parts: readonly (readonly [title: string, results: readonly Result[]])[] = [
  ['Deviations', ['deviation']],
  ['Inconclusive checks and errors', ['inconclusive', 'error']],
  ['Advice', ['advice']],
  ['Known deviations', ['known']],
]

/** The report as Markdown, for the summary of a job. */
export function markdownSummary(report: Report): string {
  const { api, url, totals, milliseconds, stale, changes } = report
  return [
    `## latchkey verify ${shown(api)}`,
    `**${shown(verdictWords(report))}.**`,
    shown(`${tallyWords(totals)}; ${answersWords(report)}; ${secondsOf(milliseconds)}; at ${url}`),
    ...parts.flatMap(([title, results]) => table(title, report.checks, results)),
    ...list('Out of date in the baseline', stale),
    ...list('Newly failing since the last run', changes?.newlyFailing ?? []),
    ...list('Newly passing since the last run', changes?.newlyPassing ?? []),
    ...[notRunWords(report)].filter((words) => words !== '').map(shown),
    '',
  ].join('\n\n')
}

function table(title: string, checks: readonly CheckRecord[], results: readonly Result[]): string[] {
  const some = checks.filter(({ result }) => results.includes(result))
  if (some.length === 0) return []
  const left = some.length - mostRows
  const rows = some
    .slice(0, mostRows)
    .map((check) => `| ${shown(check.id)} | ${shown(reasonLine(check))} | ${shown(groundLines(check).join('; '))} |`)
  return [
    `### ${title}`,
    ['| Check | What was seen | Authority |', '|---|---|---|', ...rows].join('\n'),
    ...(left > 0 ? [`${left} more are in the reports.`] : []),
  ]
}

function list(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return []
  return [
    `### ${title}`,
    texts
      .slice(0, mostRows)
      .map((text) => `- ${shown(text)}`)
      .join('\n'),
  ]
}

function shown(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text
  return escapedMarkdown(printableText(cut.toWellFormed()))
}

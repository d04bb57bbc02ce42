import type { LeftOut } from '../../init/check.ts'
import type { Guess, Remark } from '../../init/guess.ts'
import type { ServedReport } from '../../served/report.ts'
import { painted } from '../paint.ts'

interface Found {
  readonly report: ServedReport
  readonly taken: readonly Guess[]
  readonly leftOut: readonly LeftOut[]
  readonly remarks: readonly Remark[]
}

/** Everything that was found, with reasons. */
export function foundText({ report, taken, leftOut, remarks }: Found): string {
  const { title, operations, schemes } = report
  const names = schemes.map(({ name }) => name).join(', ') || 'none'
  const sections = [
    section(
      'Declared',
      taken.map((guess) => [`${guess.subject}  ${guess.what}`, guess.reasons.join('; ')]),
    ),
    section(
      'Left out',
      leftOut.map(({ guess, why }) => [`${guess.subject}  ${guess.what}`, `${why}. ${guess.reasons.join('; ')}`]),
    ),
    section(
      'Seen',
      remarks.map(({ subject, text }) => [`${subject}  ${text}`, '']),
    ),
  ].filter((text) => text !== '')
  const nothing =
    taken.length + leftOut.length === 0
      ? '\nNothing in the contract says how a credential is obtained; the demo credentials work as they do without an overlay.\n'
      : ''
  return `${painted('bold', title)}: ${operations} operations; security schemes: ${names}\n${sections.join('')}${nothing}\n`
}

function section(heading: string, entries: readonly (readonly [string, string])[]): string {
  if (entries.length === 0) return ''
  const lines = entries.flatMap(([head, reason]) => [
    `  ${head}`,
    ...(reason === '' ? [] : [`    ${painted('dim', reason)}`]),
  ])
  return `\n${painted('bold', heading)}\n${lines.join('\n')}\n`
}

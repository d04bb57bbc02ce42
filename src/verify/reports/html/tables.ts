import { type Html, html } from '../../../markup/html.ts'
import type { Matrix, Report, Result } from '../../report.ts'
import { columnsOf } from '../columns.ts'
import { groupWord, resultWords, secondsOf, wholeApi } from '../words.ts'

/** What an operation's checks are linked by. */
export function anchorOf(operation: string | null): string {
  return `of-${operation ?? 'api'}`
}

/** How each operation did. */
export function operationTable(report: Report): Html {
  const { operations } = report
  const columns = columnsOf(report)
  const names = [...columns.map(([, name]) => name), 'time']
  return html`<div class="wide" role="region" aria-label="${groupWord(report)}s" tabindex="0"><table>
<thead><tr><th scope="col">${groupWord(report)}</th>${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${operations.map((row) => operationRow(row, columns))}</tbody></table></div>`
}

function operationRow(
  { operation, milliseconds, ...tally }: Report['operations'][number],
  columns: ReturnType<typeof columnsOf>,
): Html {
  const numbers = [...columns.map(([counter]) => tally[counter]), secondsOf(milliseconds)]
  return html`<tr><th scope="row"><a href="#${anchorOf(operation)}">${operation ?? wholeApi}</a></th>${numbers.map((number) => html`<td class="number">${number}</td>`)}</tr>
`
}

/** Each credential of each operation, and the ways in which one can fail; a sign a cell, so that all of them are in view. */
export function matrixTable({ modes, rows }: Matrix): Html {
  return html`<div class="wide matrix" role="region" aria-label="Credentials" tabindex="0"><table>
<thead><tr><th scope="col">Operation <span class="quiet">and credential</span></th>${modes.map((mode) => html`<th scope="col" class="cell"><span>${mode}</span></th>`)}</tr></thead>
<tbody>${rows.map((row) => matrixRow(row, modes))}</tbody></table></div>
<p class="quiet">${Object.values(resultWords).map(({ sign, word }) => html`${sign} ${word}, `)}${noCheck.sign} ${noCheck.word}</p>`
}

function matrixRow({ operation, credential, cells }: Matrix['rows'][number], modes: readonly string[]): Html {
  return html`<tr><th scope="row">${operation ?? wholeApi} <span class="quiet">${credential}</span></th>${modes.map((mode) => matrixCell(cells[mode]))}</tr>
`
}

const noCheck = { sign: '·', word: 'no check' }

/** The sign is the style's to draw; the word is for those who hear it or copy it. */
function matrixCell(result: Result | undefined): Html {
  const { sign, word } = result ? resultWords[result] : noCheck
  return html`<td class="cell"><span class="mark ${result ?? 'none'}" data-sign="${sign}" title="${word}"><span class="unseen">${word}</span></span></td>`
}

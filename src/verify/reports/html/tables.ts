import { type Html, html } from '../../../markup/html.ts'
import type { Matrix, Report } from '../../report.ts'
import { secondsOf, wholeApi } from '../words.ts'
import { mark } from './check.ts'

/** What an operation's checks are linked by. */
export function anchorOf(operation: string | null): string {
  return `of-${operation ?? 'api'}`
}

/** How each operation did. */
export function operationTable({ operations }: Report): Html {
  const names = ['passed', 'deviations', 'errors', 'not run', 'time']
  return html`<div class="wide" role="region" aria-label="Operations" tabindex="0"><table>
<thead><tr><th scope="col">Operation</th>${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${operations.map(operationRow)}</tbody></table></div>`
}

function operationRow({
  operation,
  passed,
  deviations,
  errors,
  notRun,
  milliseconds,
}: Report['operations'][number]): Html {
  const numbers = [passed, deviations, errors, notRun, secondsOf(milliseconds)]
  return html`<tr><th scope="row"><a href="#${anchorOf(operation)}">${operation ?? wholeApi}</a></th>${numbers.map((number) => html`<td class="number">${number}</td>`)}</tr>
`
}

/** Each credential of each operation, and the ways in which one can fail. */
export function matrixTable({ modes, rows }: Matrix): Html {
  return html`<div class="wide" role="region" aria-label="Credentials" tabindex="0"><table>
<thead><tr><th scope="col">Operation</th><th scope="col">Credential</th>${modes.map((mode) => html`<th scope="col" class="cell">${mode}</th>`)}</tr></thead>
<tbody>${rows.map((row) => matrixRow(row, modes))}</tbody></table></div>`
}

function matrixRow({ operation, credential, cells }: Matrix['rows'][number], modes: readonly string[]): Html {
  const marks = modes.map(
    (mode) =>
      html`<td class="cell">${cells[mode] ? mark(cells[mode]) : html`<span class="quiet">no check</span>`}</td>`,
  )
  return html`<tr><th scope="row">${operation ?? wholeApi}</th><td>${credential}</td>${marks}</tr>
`
}

import { createHash } from 'node:crypto'
import { type Html, html, trusted } from '../../../markup/html.ts'
import type { CheckRecord, Report, Tally, Verdict } from '../../report.ts'
import { columnsOf } from '../columns.ts'
import { answersWords, counted, groupWord, nounOf, reasonOf, secondsOf, verdictWords, wholeApi } from '../words.ts'
import { checkItem } from './check.ts'
import { style } from './style.ts'
import { anchorOf, matrixTable, operationTable } from './tables.ts'

const styleHash = createHash('sha256').update(style).digest('base64')

/** Nothing is loaded, nothing is run, and no style but the page's own is taken. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`

const tones: Readonly<Record<Verdict, string>> = {
  holds: 'good',
  deviates: 'bad',
  stale: 'bad',
  incomplete: 'warm',
  'nothing-ran': 'warm',
  interrupted: 'warm',
}

/** The report as a page that needs nothing but itself. */
export function htmlReport(report: Report): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${report.title}: ${verdictWords(report)}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header>
<h1>${report.title}</h1>
<p class="verdict ${tones[report.verdict]}">${verdictWords(report)}</p>
</header>
<main>
${aboutRun(report)}
${tiles(report)}
${complaints(report)}
${reasons(report)}
${report.matrix ? html`<h2>Credentials</h2>${matrixTable(report.matrix)}` : undefined}
<h2>${groupWord(report)}s</h2>
${operationTable(report)}
<h2>Checks</h2>
${filterOf(report)}
${groups(report)}
</main>
<footer>Written by Latchkey ${report.latchkey}. Secrets have labels; in the lines for a shell they are variables.</footer>
</body>
</html>
`.markup
}

function aboutRun(report: Report): Html {
  const { url, client, started, milliseconds, requests, checks } = report
  const rows = [
    client === null ? ['Server', url] : ['Client', client],
    ['Begun', started],
    ['Took', `${secondsOf(milliseconds)} for ${counted(checks.length, 'check')} and ${counted(requests, 'request')}`],
    ...(client === null ? [['Answers', answersWords(report)]] : []),
  ]
  return html`<dl class="facts-of-run">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

/** The tone of a counter that is not zero; the others have none. */
const tileTones: Readonly<Partial<Record<keyof Tally, string>>> = {
  passed: 'passed',
  deviations: 'deviation',
  advice: 'error',
  inconclusive: 'error',
  errors: 'error',
}

function tiles(report: Report): Html {
  const { totals } = report
  const each = columnsOf(report).map(([counter, name]) => {
    const number = totals[counter]
    const noun = name.endsWith('s') ? nounOf(number, name.slice(0, -1)) : name
    return html`<li class="${number > 0 ? tileTones[counter] : ''}"><strong>${number}</strong> ${noun}</li>`
  })
  return html`<ul class="tiles">${each}</ul>`
}

/** What keeps the run from being a success besides its checks. */
function complaints({ stale, shortfalls }: Report): Html | undefined {
  const lines = [...stale, ...shortfalls]
  return lines.length === 0 ? undefined : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

/** What was not run is no success, so it is said why. */
function reasons({ notRun }: Report): Html | undefined {
  if (notRun.length === 0) return undefined
  const items = notRun.map(
    ({ reason, checks }) => html`<li>${counted(checks, 'check')} ${reasonOf(reason, checks)}</li>`,
  )
  return html`<h2>Not run</h2><ul>${items}</ul>`
}

function filterOf({ client }: Report): Html {
  return html`<fieldset class="filter"><legend>Show</legend>
<label><input type="radio" name="show" id="show-all" checked> everything</label>
<label><input type="radio" name="show" id="show-wrong"> what did not pass</label>
<label><input type="radio" name="show" id="show-not-run"> what was not ${client === null ? 'run' : 'shown'}</label>
</fieldset>`
}

function groups({ checks, client }: Report): Html[] {
  return [...Map.groupBy(checks, ({ operation }) => operation)].map(([operation, each]) =>
    group(operation, each, client === null ? null : (each[0]?.says ?? null)),
  )
}

/** Of a situation, it is said what goes wrong. */
function group(operation: string | null, checks: readonly CheckRecord[], says: string | null): Html {
  return html`<h3 id="${anchorOf(operation)}">${operation ?? wholeApi}</h3>
${says !== null && html`<p class="quiet">${says}</p>`}
<ul class="checks">${checks.map(checkItem)}</ul>
`
}

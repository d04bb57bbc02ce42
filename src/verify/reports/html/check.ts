import { type Html, html } from '../../../markup/html.ts'
import { printableText } from '../../../masking/printable.ts'
import type { CheckRecord, CitedFact, Evidence, Result } from '../../report.ts'
import { rfcAddress } from '../rfc-address.ts'
import { answerLines, counted, requestLines, resultWords, sequenceLines } from '../words.ts'

/** A check, to be opened; one that went wrong is open. */
export function checkItem(check: CheckRecord): Html {
  const { result, title, milliseconds, requests } = check
  const time = check.notRun ? '' : `${Math.round(milliseconds)} ms, ${counted(requests, 'request')}`
  const inner = html`${mark(result)}<span class="title">${printableText(title)}</span><span class="time">${time}</span>`
  const isOpen = ['deviation', 'inconclusive', 'error'].includes(result)
  return html`<li class="check ${result}">${isOpen ? html`<details open>` : html`<details>`}<summary>${inner}</summary>
<div class="inner">${why(check)}${ground(check)}</div></details></li>
`
}

/** A result in a word, with its sign for those who do not see colours. */
function mark(result: Result): Html {
  const { sign, word } = resultWords[result]
  return html`<span class="mark ${result}">${sign} ${word}</span>`
}

function why({ result, notRun, error, known, evidence }: CheckRecord): Html | undefined {
  if (notRun) return html`<p>${unrun[result] ?? 'Not run: such checks'} ${notRun.reason}.</p>`
  if (error !== null) return html`<h4>Why it could not be carried out</h4><pre>${printableText(error)}</pre>`
  const opening = known === null ? openings[result] : `The baseline accepts this deviation: ${known}`
  return html`${opening !== undefined && html`<p>${printableText(opening)}</p>`}${evidence !== null && story(evidence)}`
}

/** How it is said that something was not done. */
const unrun: Readonly<Partial<Record<Result, string>>> = { skipped: 'Skipped:', 'not-shown': 'Not shown:' }

/** What a reader has to know before the evidence. */
const openings: Readonly<Partial<Record<Result, string>>> = {
  inconclusive: 'Its positive control failed, so a refusal would prove nothing.',
  advice: 'This is advice: it fails the run only with --strict.',
}

function story(evidence: Evidence): Html {
  const sequence = sequenceLines(evidence)
  const parts: readonly (readonly [string, string])[] = [
    ['Expected', evidence.expected],
    ['Received', evidence.received],
    ['What was sent', requestLines(evidence).join('\n')],
    ['What was answered', answerLines(evidence).join('\n')],
    ['To send it again', evidence.curl],
    ...(sequence.length > 0 ? [['All requests of the check', sequence.join('\n')] as const] : []),
  ]
  return html`${parts.map(([name, text]) => html`<h4>${name}</h4><pre>${printableText(text)}</pre>`)}`
}

function ground({ facts, rfcs, clauses, tags, trace }: CheckRecord): Html {
  return html`${facts.length > 0 && html`<h4>What it rests on</h4><ul>${facts.map(fact)}</ul>`}
${rfcs.length > 0 && html`<h4>Sections of RFCs</h4><ul>${rfcs.map((section) => html`<li>${linked(section)}</li>`)}</ul>`}
${clauses.length > 0 && html`<h4>Other authorities</h4><ul>${clauses.map((clause) => html`<li>${clause}</li>`)}</ul>`}
${trace !== null && html`<p class="quiet">Trace id of its requests: ${trace}</p>`}
${tags.length > 0 && html`<p>${tags.map((tag) => html`<span class="kind">#${tag}</span>`)}</p>`}`
}

function fact({ id, says, grade, source, decision }: CitedFact): Html {
  const decided = decision === null ? undefined : html` <em>Decision: ${decision}</em>`
  return html`<li><strong>${id}</strong> ${says}${decided} <span class="quiet">(${grade}; ${source})</span></li>`
}

/** `RFC 9110, 15.5.2` leads to that section; a draft that is not yet an RFC leads nowhere. */
function linked(section: string): Html {
  const address = rfcAddress(section)
  return address === undefined ? html`${section}` : html`<a href="${address}" rel="noreferrer">${section}</a>`
}

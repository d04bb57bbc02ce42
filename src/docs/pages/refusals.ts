import type { Fragment } from '../../markup/html.ts'
import { html } from '../../markup/html.ts'
import { linkTo, pageOf } from '../links.ts'
import { codeBlock } from '../markdown.ts'
import type { RefusalRow } from '../own/refusals.ts'
import { referenceOf } from '../reference.ts'
import type { ApiSource } from '../sources.ts'

/** How the sandbox refuses, kind by kind, in the words of the contract. */
export function refusals(api: ApiSource): Fragment {
  const { refusals: rows = [] } = api.served ?? {}
  if (rows.length === 0) return undefined
  return html`<h2 id="refusals">Refusals</h2>
<p>What the sandbox answers when something is wrong, each with the first operation that it can happen at.</p>
${rows.map((row) => refusal(row, api))}`
}

function refusal({ what, status, body, operation }: RefusalRow, api: ApiSource) {
  const to = linkTo(pageOf(api.id, 'index'), referenceOf(api, operation))
  return html`<section class="refusal"><h3>${what} <span class="status refused">${status}</span></h3>
<p class="quiet"><a href="${to}"><span class="method ${operation.method.toLowerCase()}">${operation.method}</span> <code>${operation.path}</code></a></p>
${body === undefined ? html`<p class="quiet">No body</p>` : codeBlock(body)}
</section>
`
}

import { html } from '../../markup/html.ts'
import { content, kindsOf, page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import type { ApiSource } from '../sources.ts'

const path = 'index.html'

/** The first page: every API, and what there is to read about it. */
export function homePage(site: Site): string {
  return page(site, {
    path,
    title: 'Latchkey documentation',
    description: 'Authentication APIs as contracts that run: reference, flows, facts and a panel to try them.',
    body: content(
      'Authentication APIs, documented by contracts that run',
      'Every statement here comes from a contract that a mock and a server keep, and every sample was run against that server.',
      [html`<ul class="cards">${site.apis.map(card)}</ul>`, reading(site)],
    ),
  })
}

function card(api: ApiSource) {
  const { id, name, summary, contract, register, flows, suite } = api
  const to = (kind: Parameters<typeof pageOf>[1]) => linkTo(path, pageOf(id, kind))
  const kinds = kindsOf(api)
  return html`<li class="card"><h2><a href="${to('index')}">${name}</a></h2>
<p>${summary}</p>
<ul class="links">
<li><a href="${to('reference')}">Reference</a> <small>${contract.operations.length} operations</small></li>
${kinds.includes('flows') && html`<li><a href="${to('flows')}">Flows</a> <small>${flows.length} diagrams</small></li>`}
<li><a href="${to('facts')}">Facts</a> <small>${register.facts.length} statements</small></li>
<li><a href="${to('checks')}">Checks</a> <small>${suite.checks.length} promises held</small></li>
<li><a href="${to('try')}">Try it</a></li>
<li><a href="${to('changelog')}">Changelog</a> <small>${contract.document.info.version}</small></li>
</ul></li>
`
}

function reading({ guides }: Site) {
  return html`<h2>Beside the APIs</h2>
<ul>${guides.map((guide) => html`<li><a href="${linkTo(path, guide.path)}">${guide.title}</a></li>\n`)}</ul>`
}

import { type Fragment, html } from '../../markup/html.ts'
import { content, kindsOf, page, type Site } from '../layout.ts'
import { type Kind, linkTo, pageOf } from '../links.ts'
import { inline } from '../markdown.ts'
import type { ApiSource } from '../sources.ts'

const path = 'index.html'

interface Words {
  readonly description: string
  readonly heading: string
  readonly lead: string
}

const ofLatchkey: Words = {
  description: 'Authentication APIs as contracts that run: reference, flows, facts and a panel to try them.',
  heading: 'Authentication APIs, documented by contracts that run',
  lead: 'Every statement comes from a contract, and every sample was run against the server of that contract.',
}

/** The first page: every API, and what there is to read about it. */
export function homePage(site: Site): string {
  const { description, heading, lead } = site.apis.some(({ served }) => served) ? ofContracts(site) : ofLatchkey
  return page(site, {
    path,
    title: `${site.name} documentation`,
    description,
    body: content(heading, lead, [html`<ul class="cards">${site.apis.map(card)}</ul>`, reading(site)]),
  })
}

function ofContracts({ name }: Site): Words {
  return {
    description: `Overview, reference and samples of ${name}, and a panel to try it.`,
    heading: name,
    lead: 'Generated from the OpenAPI contracts. Run latchkey start to try every operation from here.',
  }
}

/** What a page has to offer, in a few words. */
const offers: Readonly<Partial<Record<Kind, (api: ApiSource) => readonly [label: string, small?: string]>>> = {
  reference: ({ contract: { operations } }) => ['Reference', counted(operations.length, 'operation')],
  flows: ({ flows }) => ['Flows', counted(flows.length, 'diagram')],
  facts: ({ register }) => ['Facts', counted(register?.facts.length ?? 0, 'statement')],
  checks: ({ checks }) => ['Checks', counted(checks.length, 'check')],
  try: () => ['Try it'],
  changelog: ({ contract }) => ['Changelog', contract.document.info.version],
}

function card(api: ApiSource) {
  const { id, name, summary } = api
  const to = (kind: Kind) => linkTo(path, pageOf(id, kind))
  const links = kindsOf(api).flatMap((kind) => {
    const offer = offers[kind]?.(api)
    return offer
      ? [
          html`<li><a href="${to(kind)}">${offer[0]}</a>${offer[1] !== undefined && html` <small>${offer[1]}</small>`}</li>\n`,
        ]
      : []
  })
  return html`<li class="card"><h2><a href="${to('index')}">${name}</a></h2>
<p>${inline(summary)}</p>
<ul class="links">
${links}</ul></li>
`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function reading({ guides }: Site): Fragment {
  if (guides.length === 0) return undefined
  return html`<h2>Guides</h2>
<ul>${guides.map((guide) => html`<li><a href="${linkTo(path, guide.path)}">${guide.title}</a></li>\n`)}</ul>`
}

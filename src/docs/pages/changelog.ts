import { type Html, html } from '../../markup/html.ts'
import type { Release } from '../changes/changelog.ts'
import { content, page, type Site } from '../layout.ts'
import { pageOf } from '../links.ts'
import { inline } from '../markdown.ts'
import type { ApiSource } from '../sources.ts'

/** What changed in a contract, version by version. */
export function changelogPage(site: Site, api: ApiSource): string {
  return page(site, {
    path: pageOf(api.id, 'changelog'),
    title: `${api.name}, changelog`,
    description: `What changed in the contract of ${api.name}.`,
    of: { api, kind: 'changelog' },
    body: content(
      `${api.name}: changelog`,
      'A change that could stop a client from working is announced here before it can be made.',
      api.changelog.map(release),
    ),
  })
}

function release({ version, released, changes }: Release): Html {
  return html`<section class="release"><h2 id="v${version}">${version} <small>${released ?? 'not released yet'}</small></h2>
<ul>${changes.map(({ says, breaking }) => html`<li>${breaking && html`<strong class="breaking">Breaking</strong> `}${inline(says)}</li>\n`)}</ul></section>
`
}

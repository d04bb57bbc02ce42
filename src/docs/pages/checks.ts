import { isSettingNeed } from '../../conformance/setting-table.ts'
import { type Html, html } from '../../markup/html.ts'
import { checkAnchor } from '../citations.ts'
import { content, page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import { inline } from '../markdown.ts'
import type { ApiSource } from '../sources.ts'

type Check = ApiSource['checks'][number]

/** Every check of the suite, and the facts it holds. */
export function checksPage(site: Site, api: ApiSource): string {
  const { checks } = api
  const groups = Map.groupBy(checks, ({ operation }) => operation ?? 'the whole API')
  return page(site, {
    path: pageOf(api.id, 'checks'),
    title: `${api.name}, checks`,
    description: `What the suite of ${api.name} asks of every server.`,
    of: { api, kind: 'checks' },
    body: content(
      `${api.name}: checks`,
      `${checks.length} checks are asked of the reference server, and those that keep no state of the mock too.`,
      [...groups].map(([name, each]) => group(name, each, api)),
    ),
  })
}

function group(name: string, checks: readonly Check[], api: ApiSource): Html {
  return html`<h2 id="of-${checkAnchor(name)}">${name}</h2>
<ul class="checks">${checks.map((check) => entry(check, api))}</ul>
`
}

function entry({ id, facts, needs }: Check, api: ApiSource): Html {
  const path = pageOf(api.id, 'checks')
  const links = facts.map((fact) => html`<a href="${linkTo(path, `${pageOf(api.id, 'facts')}#${fact}`)}">${fact}</a>`)
  return html`<li id="${checkAnchor(id)}"><p>${inline(id.replace(/^[\w-]+: /, ''))}</p>
<p class="quiet">${links.map((link, index) => [index > 0 && ' ', link])}${needs.length > 0 && html` · needs ${needs.map(needName).join(', ')}`}</p></li>
`
}

/** What a check needs, in words: `advanceClock` is "advance clock". */
function needName(need: string): string {
  if (need === 'server') return 'a server with state'
  if (isSettingNeed(need)) return `the setting ${need.slice('settings.'.length)}`
  return need.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

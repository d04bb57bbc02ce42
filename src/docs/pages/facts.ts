import type { Fact, Grade } from '../../../openapi/rules/register.ts'
import { type Html, html } from '../../markup/html.ts'
import { checkAnchor, checksFor, citationsOf } from '../citations.ts'
import { content, page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import { inline } from '../markdown.ts'
import { referenceOf } from '../reference.ts'
import type { ApiSource } from '../sources.ts'

const gradeNames: Readonly<Record<Grade, readonly [name: string, meaning: string]>> = {
  documented: ['documented', 'the vendor’s pages say so'],
  'vendor-code': ['vendor code', 'code shows it: the vendor’s server, its tests, or a public client'],
  framework: ['framework', 'the framework it visibly uses does so by habit'],
  assumed: ['assumed', 'nothing was found, so we chose'],
  own: ['our own', 'it is ours to say'],
}

/** The register of facts: every statement that a contract rests on, how firm it is, and what holds it. */
export function factsPage(site: Site, api: ApiSource): string {
  const { facts = [] } = api.register ?? {}
  return page(site, {
    path: pageOf(api.id, 'facts'),
    title: `${api.name}, facts`,
    description: `What is known about ${api.name}, from which source, and how each statement is held.`,
    of: { api, kind: 'facts' },
    body: content(
      `${api.name}: facts`,
      `${facts.length} statements that the contract rests on, each with where it was found and the checks that hold it.`,
      [filter(facts), html`<ul class="facts">${facts.map((fact) => entry(fact, api))}</ul>`, sources(api)],
    ),
  })
}

/** A filter of style alone: what is not ticked is not shown. */
function filter(facts: readonly Fact[]): Html {
  const grades = Object.entries(gradeNames).map(([grade, [name, meaning]]) => ({
    name,
    meaning,
    grade,
    count: facts.filter((fact) => fact.grade === grade).length,
  }))
  return html`<fieldset class="choice"><legend>Show</legend>
${grades.filter(({ count }) => count > 0).map(({ grade, name, meaning, count }) => html`<label title="${meaning}"><input type="checkbox" id="show-${grade}" checked> ${name} <small>${count}</small></label>\n`)}
<label><input type="checkbox" id="only-quirks"> only quirks <small>${facts.filter(({ quirk }) => quirk).length}</small></label>
</fieldset>
<dl class="legend">${grades.filter(({ count }) => count > 0).map(({ name, meaning, grade }) => html`<div><dt><span class="grade ${grade}">${name}</span></dt><dd>${meaning}</dd></div>`)}</dl>
`
}

function entry(fact: Fact, api: ApiSource): Html {
  const { id, says, grade, source, quirk, decision, untestable } = fact
  return html`<li class="fact ${grade}${quirk === true && ' quirk'}" id="${id}">
<p class="marks"><a class="fact-id" href="#${id}">${id}</a> <span class="grade ${grade}">${gradeNames[grade][0]}</span>${quirk === true && html` <span class="grade quirk-mark">quirk</span>`}</p>
<p class="says">${inline(says)}</p>
<dl>
<dt>Source</dt><dd>${inline(source)}</dd>
${decision !== undefined && html`<dt>Decision</dt><dd>${inline(decision)}</dd>`}
${cited(fact, api)}
${untestable !== undefined && html`<dt>Not tested</dt><dd>${inline(untestable)}</dd>`}
</dl>
${held(fact, api)}
</li>
`
}

function cited({ id }: Fact, api: ApiSource): Html {
  const { operations, whole } = citationsOf(api.contract, id)
  const links = api.contract.operations
    .filter((operation) => operations.includes(operation.id))
    .map(
      (operation) =>
        html`<a href="${linkTo(pageOf(api.id, 'facts'), referenceOf(api, operation))}"><code>${operation.id}</code></a>`,
    )
  const all = [...(whole ? ['the whole contract'] : []), ...links]
  return html`${all.length > 0 && html`<dt>Relied on by</dt><dd>${all.map((each, index) => [index > 0 && ', ', each])}</dd>`}`
}

function held(fact: Fact, api: ApiSource): Html {
  const checks = checksFor(api, fact.id)
  if (checks.length === 0) return html``
  const path = pageOf(api.id, 'facts')
  return html`<details><summary>Held by ${checks.length === 1 ? 'one check' : `${checks.length} checks`}</summary>
<ul>${checks.map(({ id }) => html`<li><a href="${linkTo(path, `${pageOf(api.id, 'checks')}#${checkAnchor(id)}`)}">${inline(id)}</a></li>\n`)}</ul></details>`
}

function sources({ register }: ApiSource): Html {
  return html`<h2 id="sources">Sources</h2>
<dl>${Object.entries(register?.sources ?? {}).map(([name, where]) => html`<dt>${name}</dt><dd>${inline(where)}</dd>\n`)}</dl>`
}

import type { Operation } from '../../contract/contract.ts'
import type { SecurityScheme } from '../../contract/document.ts'
import { html } from '../../markup/html.ts'
import { content, page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import { inline, markdown } from '../markdown.ts'
import { referenceOf } from '../reference.ts'
import type { ApiSource } from '../sources.ts'

/** What an API is about: where it stands, how one authenticates, and its operations. */
export function overviewPage(site: Site, api: ApiSource): string {
  const { id, name, summary, description, contract } = api
  const path = pageOf(id, 'index')
  return page(site, {
    path,
    title: name,
    description: summary,
    of: { api, kind: 'index' },
    body: content(name, summary, [
      markdown(description),
      html`<dl class="addresses">
<dt>Reference server</dt><dd><code>${baseUrlOf(api)}</code></dd>
${api.flows.length > 0 && html`<dt>Mock</dt><dd><code>${baseUrlOf(api, 4010)}</code></dd>`}
<dt>Contract</dt><dd><a href="${linkTo(path, contractPath(id))}">OpenAPI 3.1 as JSON</a>, version ${contract.document.info.version}</dd>
</dl>
<p class="quiet">On these pages 4000 stands for the port you gave the server${api.flows.length > 0 && ', and 4010 for that of the mocks'}.</p>
<h2 id="credentials">Credentials</h2>
<dl>${Object.entries(contract.securitySchemes).map(credential)}</dl>
<h2 id="operations">Operations</h2>
<div class="wide" tabindex="0" role="region" aria-label="Operations"><table>
<thead><tr><th>Operation</th><th>What it does</th><th>Credential</th><th>Answers</th></tr></thead>
<tbody>${contract.operations.map((operation) => row(operation, api, path))}</tbody>
</table></div>`,
    ]),
  })
}

/** Where an API stands on this machine unless other ports were asked for. */
export function baseUrlOf({ id, contract: { basePath } }: ApiSource, port = 4000): string {
  return `http://localhost:${port}/${id}${basePath}`
}

/** Where the site keeps the contract itself. */
export function contractPath(api: string): string {
  return `${api}/openapi.json`
}

function credential([name, scheme]: readonly [string, SecurityScheme & { readonly description?: string }]) {
  const kind = scheme.type === 'apiKey' ? `${scheme.in} ${scheme.name}` : (scheme.scheme ?? scheme.type)
  return html`<dt><code>${name}</code> <small>${kind}</small></dt><dd>${inline((scheme.description ?? '').trim())}</dd>
`
}

function row(operation: Operation, api: ApiSource, path: string) {
  const { id, method, summary, security, responses } = operation
  const schemes = security.map((alternative) => Object.keys(alternative).join(' and ') || 'none')
  return html`<tr>
<td><a href="${linkTo(path, referenceOf(api, operation))}"><span class="method ${method.toLowerCase()}">${method}</span> <code>${operation.path}</code></a></td>
<td>${inline(summary)} <a class="quiet" href="${linkTo(path, `${pageOf(api.id, 'try')}#${id}`)}" aria-label="try it: ${id}">try it</a></td>
<td>${security.length === 0 ? 'none' : schemes.join(', ')}</td>
<td>${[...responses.keys()].join(' ')}</td>
</tr>
`
}

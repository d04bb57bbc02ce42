import type { Operation } from '../../contract/contract.ts'
import type { Server } from '../../contract/document.ts'
import { type Fragment, html } from '../../markup/html.ts'
import { anchorOf } from '../anchors.ts'
import { content, page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import { foreign, inline } from '../markdown.ts'
import { referenceOf } from '../reference.ts'
import type { ApiSource } from '../sources.ts'
import { credentials } from './credentials.ts'
import { refusals } from './refusals.ts'

/** What an API is about: where it stands, how one authenticates, and its operations. */
export function overviewPage(site: Site, api: ApiSource): string {
  const { id, name, summary, description, contract, served } = api
  const path = pageOf(id, 'index')
  const hasSchemes = Object.keys(contract.securitySchemes).length > 0
  return page(site, {
    path,
    title: name,
    description: summary || `Overview of ${name}.`,
    of: { api, kind: 'index' },
    scripts: ['assets/copy.js'],
    body: content(name, summary === '' ? undefined : inline(summary), [
      addresses(api),
      foreign(description),
      hasSchemes
        ? credentials(api)
        : served &&
          html`<h2 id="credentials">Credentials</h2><p>The contract declares none: every operation can be called by anybody.</p>`,
      refusals(api),
      contract.operations.length > 0 && operations(api),
    ]),
  })
}

function addresses(api: ApiSource): Fragment {
  const { id, contract, served, flows } = api
  const hasMock = served !== undefined || flows.length > 0
  const version = String(contract.document.info.version ?? '')
  const servers = served ? (contract.document['x-vendor-servers'] ?? []) : []
  return html`<dl class="addresses">
<dt>${served ? 'Sandbox' : 'Reference server'}</dt><dd><code>${baseUrlOf(api)}</code></dd>
${hasMock && html`<dt>Mock</dt><dd><code>${baseUrlOf(api, 4010)}</code></dd>`}
${servers.map((server) => html`<dt>Server</dt><dd><code>${server.url}</code>${about(server)}</dd>\n`)}
<dt>Contract</dt><dd><a href="${linkTo(pageOf(id, 'index'), contractPath(id))}">OpenAPI 3.1 as JSON</a>${version !== '' && `, version ${version}`}</dd>
</dl>
<p class="quiet">On these pages 4000 stands for the port you gave the server${hasMock && ', and 4010 for that of the mocks'}.</p>`
}

function about({ description = '' }: Server): Fragment {
  return description !== '' && html` ${inline(description)}`
}

/** Where an API stands on this machine unless other ports were asked for. */
export function baseUrlOf({ id, contract: { basePath } }: ApiSource, port = 4000): string {
  return `http://localhost:${port}/${id}${basePath}`
}

/** Where the site keeps the contract itself. */
export function contractPath(api: string): string {
  return `${api}/openapi.json`
}

function operations(api: ApiSource): Fragment {
  return html`<h2 id="operations">Operations</h2>
<div class="wide stacking" tabindex="0" role="region" aria-label="Operations"><table>
<thead><tr><th>Operation</th><th>What it does</th><th>Credential</th><th>Answers</th></tr></thead>
<tbody>${api.contract.operations.map((operation) => row(operation, api, pageOf(api.id, 'index')))}</tbody>
</table></div>`
}

function row(operation: Operation, api: ApiSource, path: string) {
  const { id, method, summary, security, responses } = operation
  const schemes = security.map(
    (alternative) =>
      Object.entries(alternative)
        .map(([name, scopes]) => (scopes.length > 0 ? `${name} (${scopes.join(', ')})` : name))
        .join(' and ') || 'none',
  )
  const trial = linkTo(path, `${pageOf(api.id, 'try')}#${anchorOf(api.contract, operation)}`)
  return html`<tr>
<td data-column=""><a href="${linkTo(path, referenceOf(api, operation))}"><span class="method ${method.toLowerCase()}">${method}</span> <code>${operation.path}</code></a></td>
<td data-column="">${inline(summary)} <a class="quiet" href="${trial}" aria-label="try it: ${id}">try it</a></td>
<td data-column="Credential">${security.length === 0 ? 'none' : schemes.join(' or ')}</td>
<td data-column="Answers">${[...responses.keys()].join(' ')}</td>
</tr>
`
}

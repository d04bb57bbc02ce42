import type { ContractDocument } from '../../contract/document.ts'
import { data, html } from '../../markup/html.ts'
import { page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import { withCodeSamples } from '../own/code-samples.ts'
import { routed } from '../reference.ts'
import type { ApiSource } from '../sources.ts'
import { baseUrlOf, contractPath } from './overview.ts'

/** The whole contract as Redoc shows it. */
export function referencePage(site: Site, api: ApiSource): string {
  const path = pageOf(api.id, 'reference')
  return page(site, {
    path,
    title: `${api.name}, reference`,
    description: `Every operation, parameter, body and answer of ${api.name}.`,
    of: { api, kind: 'reference' },
    ownStyles: true,
    scripts: ['assets/redoc.js'],
    body: html`<div id="content" class="reference">
<div id="redoc"></div>
<noscript><p>The reference is drawn by a script. Without one, read <a href="${linkTo(path, contractPath(api.id))}">the contract itself</a> or <a href="${linkTo(path, `${pageOf(api.id, 'index')}#operations`)}">the list of operations</a>.</p></noscript>
${data('definition', definition(api))}
</div>`,
  })
}

/** The contract with the addresses where it is served, before the vendor's own, and without pictures from elsewhere. */
function definition(api: ApiSource) {
  const { 'x-tagGroups': _groups, ...document } = routed(
    api.contract,
    api.served ? withCodeSamples(api, baseUrlOf(api)) : api.contract.document,
  ) as ContractDocument & { readonly 'x-tagGroups'?: unknown }
  const hasMock = api.served !== undefined || api.flows.length > 0
  const ours = [
    { url: baseUrlOf(api), description: `The ${api.served ? 'sandbox' : 'reference server'} on this machine.` },
    ...(hasMock ? [{ url: baseUrlOf(api, 4010), description: 'The mock on this machine.' }] : []),
  ]
  const { 'x-logo': _, ...info } = document.info as typeof document.info & { readonly 'x-logo'?: unknown }
  return { ...document, info, servers: [...ours, ...(document['x-vendor-servers'] ?? [])] }
}

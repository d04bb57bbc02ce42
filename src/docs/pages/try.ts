import { type Contract, type Operation, resolve } from '../../contract/contract.ts'
import type { OperationObject, Parameter, ResponseObject, SecurityScheme } from '../../contract/document.ts'
import { data, type Html, html } from '../../markup/html.ts'
import { content, page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import { inline, plain } from '../markdown.ts'
import { referenceOf } from '../reference.ts'
import type { ApiSource } from '../sources.ts'
import { type BodyExample, bodyExamples } from '../try/body-examples.ts'

/** A form for each operation, which asks the server that runs. */
export function tryPage(site: Site, api: ApiSource): string {
  return page(site, {
    path: pageOf(api.id, 'try'),
    title: `${api.name}, try it`,
    description: `Send requests to ${api.name} on the running sandbox.`,
    of: { api, kind: 'try' },
    scripts: ['assets/try.js'],
    body: content(
      `${api.name}: try it`,
      html`Start the sandbox with <code>npm start</code> and send it requests from here. What is filled in works with its demo data.`,
      [
        html`<noscript><p class="note">Sending requests needs scripts. The <a href="${linkTo(pageOf(api.id, 'try'), pageOf(api.id, api.flows.length > 0 ? 'flows' : 'index'))}">other pages</a> do not.</p></noscript>`,
        server(api),
        api.contract.operations.map((operation) => operationForm(operation, api)),
      ],
    ),
  })
}

function server(api: ApiSource): Html {
  const { contract } = api
  return html`<form id="server" class="server" data-api="${api.id}" data-base="${contract.basePath}" autocomplete="off">
<label>Server <input name="address" type="url" value="http://localhost:4000" spellcheck="false"></label>
<fieldset><legend>Credential <small>for the operations that take one</small></legend>
${Object.entries(contract.securitySchemes).map(([name, scheme]) => credential(name, scheme))}
</fieldset>
</form>`
}

function credential(name: string, scheme: SecurityScheme & { readonly description?: string }): Html {
  if (scheme.in === 'cookie') {
    return html`<p class="quiet">The cookie <code>${scheme.name}</code> is the browser’s to keep: log in here, at the server that serves this page.</p>`
  }
  const kind = scheme.type === 'apiKey' ? 'header' : scheme.scheme === 'basic' ? 'basic' : 'bearer'
  return html`<div class="credential" data-scheme="${name}" data-kind="${kind}" data-header="${scheme.name ?? ''}">
${credentialFields[kind](scheme.name ?? '').map((label, index) => html`<label>${label} <input name="${name}-${index}" spellcheck="false"></label>`)}
</div>
<p class="quiet">${inline((scheme.description ?? '').trim())}</p>
`
}

const credentialFields = {
  basic: () => ['User name', 'Password'],
  bearer: () => ['Bearer token'],
  header: (name: string) => [name],
} as const satisfies Readonly<Record<string, (header: string) => readonly string[]>>

function operationForm(operation: Operation, api: ApiSource): Html {
  const { id, method, path, summary, security } = operation
  const examples = bodyExamples(operation, api.flows)
  return html`<details class="operation" id="${id}">
<summary><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code> <span class="summary">${inline(summary)}</span></summary>
<form data-method="${method}" data-path="${path}" data-schemes="${[...new Set(security.flatMap((each) => Object.keys(each)))].join(' ')}" autocomplete="off">
<p class="quiet"><a href="${linkTo(pageOf(api.id, 'try'), referenceOf(api, operation))}">Reference</a>${security.length === 0 ? ' · takes no credential' : ` · takes ${security.map((each) => Object.keys(each).join(' and ') || 'none').join(' or ')}`}</p>
${operation.parameters.filter((parameter) => parameter.in !== 'cookie').map((parameter) => field(parameter, api.contract))}
${examples.length > 0 && body(id, examples)}
<button type="submit">Send</button>
<div class="answer" aria-live="polite" role="status"></div>
${data(`${id}-meanings`, meanings(operation, api.contract))}
</form>
</details>
`
}

function field(parameter: Parameter, contract: Contract): Html {
  const {
    name,
    in: where,
    required = false,
    example,
  } = resolve<Parameter & { readonly description?: string }>(contract.document, parameter)
  const value = required && example !== undefined ? String(example) : ''
  return html`<label>${name} <small>${where}${required && ', required'}</small>
<input name="${name}" data-in="${where}" value="${value}"${!required && example !== undefined && html` placeholder="${String(example)}"`} spellcheck="false"></label>
`
}

function body(id: string, examples: readonly BodyExample[]): Html {
  const [first] = examples
  const lines = Math.min(14, (first?.text.split('\n').length ?? 1) + 1)
  return html`<label>Body <select name="example">${examples.map(({ title }, index) => html`<option value="${index}">${title}</option>`)}</select></label>
<label><span class="media">${first?.mediaType}</span><textarea name="body" rows="${lines}" spellcheck="false">${first?.text}</textarea></label>
${data(`${id}-examples`, examples)}`
}

/** What the contract says of each answer. */
function meanings({ path, method }: Operation, { document }: Contract): Readonly<Record<string, string>> {
  const { responses = {} } = (document.paths[path]?.[method.toLowerCase()] ?? {}) as Partial<OperationObject>
  const described = Object.entries(responses).map(([status, response]) => {
    return [status, plain(resolve<ResponseObject>(document, response).description)]
  })
  return Object.fromEntries(described)
}

import { type Contract, type Operation, resolve } from '../../contract/contract.ts'
import { authorizationScheme } from '../../contract/credential-place.ts'
import type { OperationObject, Parameter, ResponseObject, SecurityScheme } from '../../contract/document.ts'
import { data, type Fragment, type Html, html } from '../../markup/html.ts'
import { parameterValue } from '../../samples/parameter.ts'
import { anchorOf } from '../anchors.ts'
import { content, page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import { inline, plain } from '../markdown.ts'
import { referenceOf } from '../reference.ts'
import type { ApiSource } from '../sources.ts'
import { type BodyExample, bodyExamples } from '../try/body-examples.ts'

/** A form for each operation, which asks the server that runs. */
export function tryPage(site: Site, api: ApiSource): string {
  const command = api.served ? 'latchkey start' : 'npm start'
  return page(site, {
    path: pageOf(api.id, 'try'),
    title: `${api.name}, try it`,
    description: `Send requests to ${api.name} on the running sandbox.`,
    of: { api, kind: 'try' },
    scripts: ['assets/try.js'],
    body: content(
      `${api.name}: try it`,
      html`Start the sandbox with <code>${command}</code> and send it requests from here. What is filled in works with its demo data.`,
      [
        html`<noscript><p class="note">Sending requests needs scripts. The <a href="${linkTo(pageOf(api.id, 'try'), pageOf(api.id, api.flows.length > 0 ? 'flows' : 'index'))}">other pages</a> do not.</p></noscript>`,
        server(api),
        api.contract.operations.map((operation) => operationForm(operation, api)),
      ],
    ),
  })
}

function server(api: ApiSource): Html {
  const schemes = Object.entries(api.contract.securitySchemes)
  return html`<form id="server" class="server" data-api="${api.id}" autocomplete="off">
<label>Server <input name="address" type="url" value="http://localhost:4000" spellcheck="false"></label>
${
  schemes.length > 0 &&
  html`<fieldset><legend>Credential <small>for the operations that take one</small></legend>
${schemes.map(([name, scheme]) => credential(name, scheme, api))}
</fieldset>`
}
</form>`
}

function credential(name: string, scheme: SecurityScheme, { served }: ApiSource): Html {
  if (scheme.in === 'cookie') {
    return html`<p class="quiet">The cookie <code>${scheme.name}</code> is the browser’s to keep: log in here, at the server that serves this page.</p>`
  }
  const { kind, labels, ...attributes } = fieldsOf(scheme)
  if (labels.length === 0) return html``
  const known = served?.credentials.find((each) => each.scheme === name)
  const value = known && kind === 'key' && known.sent.in !== 'basic' ? known.sent.value : known?.value
  const values = kind === 'basic' ? (value?.split(/:(.*)/s) ?? []) : [value ?? '']
  return html`<div class="credential" data-scheme="${name}" data-kind="${kind}" data-in="${attributes.in}" data-name="${attributes.name}">
${labels.map((label, index) => html`<label>${label} <small>${name}</small> <input value="${values[index] ?? ''}" spellcheck="false"></label>`)}
</div>
<p class="quiet">${inline((scheme.description ?? '').trim())}</p>
`
}

interface Fields {
  readonly kind: 'basic' | 'token' | 'key'
  readonly in: string
  /** Of the header or the query parameter; the word in front of a token. */
  readonly name: string
  readonly labels: readonly string[]
}

function fieldsOf(scheme: SecurityScheme): Fields {
  const { type, in: place = 'header', name = '' } = scheme
  if (type === 'apiKey') return { kind: 'key', in: place, name, labels: [name] }
  if (type === 'mutualTLS') return { kind: 'token', in: 'header', name: '', labels: [] }
  const word = authorizationScheme(scheme)
  if (word === 'Basic') return { kind: 'basic', in: 'header', name: word, labels: ['User name', 'Password'] }
  return { kind: 'token', in: 'header', name: word, labels: [`${word} token`] }
}

function operationForm(operation: Operation, api: ApiSource): Html {
  const { contract } = api
  const { method, path, summary, security, basePaths } = operation
  const anchor = anchorOf(contract, operation)
  const examples = bodyExamples(operation, api)
  const alternatives = security.map((alternative) => Object.keys(alternative))
  const taken = alternatives.map((names) => names.join(' and ') || 'none').join(' or ')
  return html`<details class="operation" id="${anchor}">
<summary><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code> <span class="summary">${plain(summary)}</span></summary>
<form data-method="${method}" data-path="${basePaths[0] ?? contract.basePath}${path}" data-security="${JSON.stringify(alternatives)}" autocomplete="off">
<p class="quiet"><a href="${linkTo(pageOf(api.id, 'try'), referenceOf(api, operation))}">Reference</a>${security.length === 0 ? ' · takes no credential' : ` · takes ${taken}`}</p>
${operation.parameters.filter((parameter) => parameter.in !== 'cookie').map((parameter) => field(parameter, api))}
${examples.length > 0 && body(anchor, examples)}
<button type="submit">Send</button>
<div class="answer" aria-live="polite" role="status"></div>
${data(`${anchor}-meanings`, meanings(operation, contract))}
</form>
</details>
`
}

function field(parameter: Parameter, { contract, served }: ApiSource): Html {
  const { name, in: where, required = false, example } = parameter
  const sample = served && required ? parameterValue(contract, parameter) : example
  const shown = textOf(sample)
  return html`<label>${name} <small>${where}${required && ', required'}</small>
<input data-name="${name}" data-in="${where}" value="${required && shown}"${placeholder(required ? '' : shown)} spellcheck="false"></label>
`
}

function placeholder(text: string): Fragment {
  return text !== '' && html` placeholder="${text}"`
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function body(anchor: string, examples: readonly BodyExample[]): Html {
  const [first] = examples
  const lines = Math.min(14, (first?.text.split('\n').length ?? 1) + 1)
  return html`<label>Body <select>${examples.map(({ title }, index) => html`<option value="${index}">${title}</option>`)}</select></label>
<label><span class="media">${first?.mediaType}</span><textarea rows="${lines}" spellcheck="false">${'\n'}${first?.text}</textarea></label>
${data(`${anchor}-examples`, examples)}`
}

/** What the contract says of each answer. */
function meanings({ path, method }: Operation, { document }: Contract): Readonly<Record<string, string>> {
  const { responses = {} } = (document.paths[path]?.[method.toLowerCase()] ?? {}) as Partial<OperationObject>
  const described = Object.entries(responses).map(([status, response]) => {
    return [status, plain(String(resolve<ResponseObject>(document, response).description ?? '')).slice(0, 300)]
  })
  return Object.fromEntries(described)
}

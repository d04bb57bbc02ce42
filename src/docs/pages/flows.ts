import { type Html, html } from '../../markup/html.ts'
import { phrase } from '../diagram/phrases.ts'
import { formats, sequence } from '../diagram/sequence.ts'
import type { Call } from '../flows/call.ts'
import type { Flow } from '../flows/flow.ts'
import { content, page, type Site } from '../layout.ts'
import { linkTo, pageOf } from '../links.ts'
import { codeBlock, foreign, inline } from '../markdown.ts'
import { referenceOf } from '../reference.ts'
import { languagesOf } from '../samples/languages.ts'
import { type Language, type Setting, settingOf, usedOutputs } from '../samples/sample.ts'
import { type ApiSource, clientModuleOf } from '../sources.ts'
import { baseUrlOf } from './overview.ts'

/** Each flow as a diagram, and each of its steps in every language. */
export function flowsPage(site: Site, api: ApiSource): string {
  const languages = languagesOf(api.contract)
  return page(site, {
    path: pageOf(api.id, 'flows'),
    title: `${api.name}, flows`,
    description: `How a client of ${api.name} goes from nothing to an authenticated request, step by step.`,
    of: { api, kind: 'flows' },
    scripts: ['assets/copy.js'],
    body: content(
      `${api.name}: flows`,
      api.served
        ? writtenOf(api)
        : 'What is shown here has been run as it stands against the reference server, and each step was answered with the status beside it.',
      [
        api.flows.length > 1 &&
          html`<nav class="toc" aria-label="Flows on this page"><ul>${api.flows.map(({ id, summary }) => html`<li><a href="#${id}">${summary}</a></li>\n`)}</ul></nav>`,
        choice(languages),
        api.flows.map((flow) => flowSection(flow, api, languages)),
      ],
    ),
  })
}

/** Samples of a contract of one's own are made of it, and work with the sandbox's data. */
function writtenOf({ name }: ApiSource): Html {
  return html`How to call ${name}, as its contract says, with the demo data of the sandbox. The typed client is what <code>latchkey generate</code> writes.`
}

/** Which language is shown is a matter of style alone; without styles all of them are. */
function choice(languages: readonly Language[]): Html {
  return html`<fieldset class="choice languages"><legend>Samples in</legend>
${languages.map(({ id, label }, index) => html`<label><input type="radio" name="language" id="in-${id}"${index === 0 && html` checked`}> ${label}</label>\n`)}
</fieldset>`
}

function flowSection(flow: Flow, api: ApiSource, languages: readonly Language[]): Html {
  const setting = settingOf(clientModuleOf(api), baseUrlOf(api), flow)
  return html`<section class="flow" aria-labelledby="${flow.id}">
<h2 id="${flow.id}">${flow.summary}</h2>
${foreign(flow.description)}
<figure>${formats.map((format) => sequence(flow, api.name, format))}</figure>
${languages.map((language) => opening(language, setting))}
<ol class="steps">${flow.calls.map((call) => step(call, api, languages, setting))}</ol>
</section>
`
}

function opening(language: Language, setting: Setting): Html {
  const code = language.opening(setting)
  return html`${code !== '' && html`<div class="sample ${language.id}"><p class="before">Before the first step</p>${codeBlock(code, language.label)}</div>`}`
}

function step(call: Call, api: ApiSource, languages: readonly Language[], setting: Setting): Html {
  const path = pageOf(api.id, 'flows')
  return html`<li id="${setting.flow.id}-${call.id}">
<p>${inline(call.description)}</p>
<p class="request"><a class="quiet" href="${linkTo(path, referenceOf(api, call.operation))}"><span class="method ${call.operation.method.toLowerCase()}">${call.operation.method}</span> <code>${call.operation.path}</code></a> <span class="status ${call.status < 400 ? 'granted' : 'refused'}">${call.status} ${phrase(call.status)}</span></p>
${languages.map((language) => html`<div class="sample ${language.id}">${codeBlock(language.step(call, setting), language.label)}${language.id === 'curl' && handedOn(call, setting)}</div>`)}
</li>
`
}

/** A shell has no JSON, so what to keep of an answer is said in words. */
function handedOn(call: Call, setting: Setting): Html {
  const kept = usedOutputs(call, setting).map(({ name, members, header }) => {
    const place =
      header === undefined
        ? html`<code>${members.join('.')}</code>`
        : html`the <code>${header}</code> header, up to its first semicolon`
    return html`<code>${setting.names({ step: call.id, output: name }).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}</code> from ${place}`
  })
  return html`${kept.length > 0 && html`<p class="keep">Keep ${kept.map((each, index) => [index > 0 && ', ', each])}.</p>`}`
}

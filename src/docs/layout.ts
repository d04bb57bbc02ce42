import { type Fragment, type Html, html, trusted } from '../markup/html.ts'
import { type Kind, linkTo, pageOf } from './links.ts'
import { contentPolicy } from './policy.ts'
import type { ApiSource } from './sources.ts'

/** What all pages of a site share. */
export interface Site {
  /** What its first page leads to: `Latchkey`, or the API that it is about. */
  readonly name: string
  readonly apis: readonly ApiSource[]
  /** Pages of text beside the APIs. */
  readonly guides: readonly { readonly path: string; readonly title: string }[]
}

interface PageParts {
  /** Where the page stands in the site. */
  readonly path: string
  readonly title: string
  readonly description: string
  readonly body: Html
  /** The API it is about, and which of its pages it is. */
  readonly of?: { readonly api: ApiSource; readonly kind: Kind }
  /** Script files, from the root of the site. */
  readonly scripts?: readonly string[]
  /** Whether the page's styles are made by a script as it goes. */
  readonly ownStyles?: true
}

const kindNames: Readonly<Record<Kind, string>> = {
  index: 'Overview',
  reference: 'Reference',
  flows: 'Flows',
  facts: 'Facts',
  checks: 'Checks',
  try: 'Try it',
  changelog: 'Changelog',
}

/** A whole page: one head, one header with the way to everything, and what the page itself has to say. */
export function page(site: Site, parts: PageParts): string {
  const { path, title, description, of, body, scripts = [], ownStyles = false } = parts
  const to = (target: string) => linkTo(path, target)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${path === 'index.html' || title === site.name ? title : `${title} · ${site.name}`}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${description.slice(0, 300)}">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy({ ownStyles })}">
<link rel="icon" href="${to('assets/icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('assets/site.css')}">
${scripts.map((script) => html`<script src="${to(script)}" defer></script>\n`)}</head>
<body${of && trusted(` class="page-${of.kind}"`)}>
<a class="skip" href="#content">Skip to the content</a>
<header class="site">
<div class="bar">
<a class="brand" aria-label="${site.name} documentation" href="${to('index.html')}"${current(path === 'index.html')}>${key}<span>${site.name}</span></a>
${navigation(
  'Guides',
  'guides',
  site.guides.map((guide) => ({ name: guide.title, href: to(guide.path), mark: guide.path === path && 'page' })),
)}
</div>
${navigation(
  'APIs',
  'apis',
  (site.apis.length > 1 ? site.apis : []).map(({ id, name }) => ({
    name,
    href: to(pageOf(id, 'index')),
    mark: id === of?.api.id && 'true',
  })),
)}
${
  of &&
  navigation(
    of.api.name,
    'kinds',
    kindsOf(of.api).map((each) => ({
      name: kindNames[each],
      href: to(pageOf(of.api.id, each)),
      mark: each === of.kind && 'page',
    })),
  )
}
</header>
${body}
<footer class="site"><p>${of?.api.served ? 'Made with Latchkey. Its sandbox is for trying: passwords and keys on these pages are published on purpose.' : 'Latchkey is a sandbox: its passwords are published on purpose. Not for production.'}</p></footer>
</body>
</html>
`.markup
}

interface Target {
  readonly name: string
  readonly href: string
  /** What is read here, as `aria-current` has it. */
  readonly mark: 'page' | 'true' | false
}

function navigation(label: string, className: string, targets: readonly Target[]): Fragment {
  if (targets.length === 0) return undefined
  return html`<nav class="${className}" aria-label="${label}"><ul>
${targets.map(({ name, href, mark }) => html`<li><a href="${href}"${mark && html` aria-current="${mark}"`}>${name}</a></li>\n`)}</ul></nav>`
}

const isEmpty: Readonly<Partial<Record<Kind, (api: ApiSource) => boolean>>> = {
  flows: ({ flows }) => flows.length === 0,
  facts: ({ register }) => register === undefined,
  checks: ({ checks }) => checks.length === 0,
  try: ({ contract }) => contract.operations.length === 0,
  changelog: ({ changelog }) => changelog.length === 0,
}

/** The pages that an API has: what has no flows has no page of them. */
export function kindsOf(api: ApiSource): Kind[] {
  const all = Object.keys(kindNames) as Kind[]
  return all.filter((kind) => !isEmpty[kind]?.(api))
}

function current(isCurrent: boolean): Fragment {
  return isCurrent && trusted(' aria-current="page"')
}

const key = trusted(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="8" cy="12" r="4.5"/><path d="M12.5 12H22M18 12v4M21 12v3"/></svg>',
)

/** The main part of a page of text. */
export function content(heading: string, lead: Fragment, rest: Fragment): Html {
  return html`<main id="content">
<h1>${heading}</h1>
${lead !== undefined && html`<p class="lead">${lead}</p>`}
${rest}
</main>`
}

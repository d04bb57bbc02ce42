import { html } from '../../markup/html.ts'
import { page, type Site } from '../layout.ts'
import { linkTo } from '../links.ts'
import { type LinkRule, markdown } from '../markdown.ts'

/** A text of `docs/` that the site carries. */
export interface Guide {
  readonly path: string
  readonly title: string
  readonly text: string
}

/** A page of text; its links to other texts of the site lead there, those into the repository lose their target. */
export function guidePage(site: Site, { path, title, text }: Guide): string {
  const link: LinkRule = (target) => {
    if (/^(https?:|#)/.test(target)) return target
    const [, name, fragment = ''] = /([^/#]*)\.md(#.*)?$/.exec(target) ?? []
    const other = site.guides.find((guide) => guide.path === `${name}.html`)
    return other && linkTo(path, other.path) + fragment
  }
  return page(site, {
    path,
    title,
    description: title,
    scripts: ['assets/copy.js'],
    body: html`<main id="content">${markdown(text, link)}</main>`,
  })
}

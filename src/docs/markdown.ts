import { Marked, type Tokens } from 'marked'
import { escaped, type Html, html, trusted } from '../markup/html.ts'

/** Where a link of a text leads on the site; undefined if it leaves the site, and then its path stands beside its words. */
export type LinkRule = (target: string) => string | undefined

/** A text of ours in CommonMark with tables. Markup within it is shown as the text it is. */
export function markdown(text: string, link: LinkRule): Html {
  return trusted(reader(ours(link)).parse(text, { async: false }))
}

/** The same for the text of a contract, which anyone may have written: its headings are below those of the page, and its links leave the site. */
export function foreign(text: string): Html {
  return tamed(
    text,
    () => reader(theirs).parse(text, { async: false }),
    (plain) => html`<p>${plain}</p>`,
  )
}

/** One line of a contract: code, emphasis and links alone. */
export function inline(text: string): Html {
  const line = text.length > longestLine ? `${text.slice(0, longestLine)} …` : text
  return tamed(
    line,
    () => reader(theirs).parseInline(line, { async: false }),
    (plain) => html`${plain}`,
  )
}

const longestLine = 1_000
const longestText = 200_000

/** More signs in one paragraph, which the parser compares with each other, are no emphasis. */
const mostSigns = 1_500

/** Lists and quotations in each other on one line. */
const nested = /(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])[ \t]+){20}/

/** What would take long or is nested too deeply is shown as it is written. */
function tamed(text: string, parse: () => string, otherwise: (text: string) => Html): Html {
  const signs = text.split(/\n[ \t]*\n/).map((paragraph) => paragraph.match(/[_*~`[<>&]/g)?.length ?? 0)
  if (text.length > longestText || nested.test(text) || signs.some((count) => count > mostSigns)) return otherwise(text)
  try {
    return trusted(parse())
  } catch (error) {
    if (error instanceof RangeError) return otherwise(text)
    throw error
  }
}

/** A text with no markup in it, for titles and descriptions. */
export function plain(text: string): string {
  return text.replaceAll('`', '').replaceAll(/\s+/g, ' ').trim()
}

/** What a heading is linked by. */
function slug(text: string): string {
  return plain(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

/** How the texts of an author are read. */
interface Author {
  readonly html: (markup: string) => string
  readonly link: (target: string, words: Html) => Html
  /** Which heading one of a depth is, in a text from its beginning. */
  readonly level: () => (depth: number) => number
  readonly hasAnchors: boolean
}

function ours(link: LinkRule): Author {
  return {
    html: (markup) => markup,
    link(target, words) {
      const leads = link(target)
      return leads === undefined ? withPath(words, target) : html`<a href="${leads}">${words}</a>`
    },
    level: () => (depth) => depth,
    hasAnchors: true,
  }
}

const theirs: Author = {
  html: (markup) => markup.replaceAll(/<[^<>]*>/g, ' '),
  link: (target, words) => (isOutside(target) ? html`<a href="${target}" rel="noopener nofollow">${words}</a>` : words),
  level() {
    let last = 1
    return (depth) => {
      last = Math.min(6, depth + 1, last + 1)
      return last
    }
  },
  hasAnchors: false,
}

function isOutside(target: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(target)
}

function reader(author: Author): Marked {
  let tables = 0
  const level = author.level()
  return new Marked({
    renderer: {
      html: ({ text }) => escaped(author.html(text)),
      // Pictures of others would be asked of their servers, and ours have none.
      image: ({ text }: Tokens.Image) => escaped(text),
      heading({ tokens, depth, text }: Tokens.Heading) {
        const name = `h${level(depth)}`
        const anchor = author.hasAnchors && html` id="${slug(text)}"`
        return html`<${name}${anchor}>${trusted(this.parser.parseInline(tokens))}</${name}>\n`.markup
      },
      link({ href, tokens }: Tokens.Link) {
        return author.link(href, trusted(this.parser.parseInline(tokens))).markup
      },
      table({ header, rows }: Tokens.Table) {
        tables += 1
        const inner = ({ tokens }: Tokens.TableCell) => trusted(this.parser.parseInline(tokens))
        const head = (cell: Tokens.TableCell) =>
          cell.text === '' ? html`<td></td>` : html`<th scope="col">${inner(cell)}</th>`
        const cell = (cell: Tokens.TableCell, column: number) =>
          html`<td data-column="${plain(header[column]?.text ?? '')}">${inner(cell)}</td>`
        return html`<div class="wide stacking" tabindex="0" role="region" aria-label="Table ${tables}"><table>
<thead><tr>${header.map(head)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></div>\n`.markup
      },
      code: ({ text, lang }) => codeBlock(text, lang ?? '').markup,
    },
  })
}

/** What a link into the repository says where the repository is not at hand. */
function withPath(words: Html, href: string): Html {
  const path = href.replace(/^(\.\.?\/)+/, '')
  return words.markup === path ? html`<code>${path}</code>` : html`${words} (<code>${path}</code>)`
}

/** A block of code that can be scrolled by the keyboard. */
export function codeBlock(code: string, language = ''): Html {
  return html`<pre tabindex="0"${language !== '' && trusted(` data-language="${escaped(language)}"`)}><code>${code}</code></pre>\n`
}

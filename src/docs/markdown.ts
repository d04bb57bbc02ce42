import { Marked, type Tokens } from 'marked'
import { escaped, type Html, html, trusted } from '../markup/html.ts'

/** Where a link of a text leads on the site; undefined if it leaves the site, and then its path stands beside its words. */
export type LinkRule = (target: string) => string | undefined

const asWritten: LinkRule = (target) => target

/** A text in CommonMark with tables. Markup within it is shown as the text it is. */
export function markdown(text: string, link: LinkRule = asWritten): Html {
  return trusted(reader(link).parse(text, { async: false }))
}

/** One line of such a text: code, emphasis and links alone. */
export function inline(text: string): Html {
  return trusted(reader(asWritten).parseInline(text, { async: false }))
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

function reader(link: LinkRule): Marked {
  let tables = 0
  return new Marked({
    renderer: {
      html: ({ text }) => escaped(text),
      heading({ tokens, depth, text }: Tokens.Heading) {
        return html`<h${depth} id="${slug(text)}">${trusted(this.parser.parseInline(tokens))}</h${depth}>\n`.markup
      },
      link({ href, tokens }: Tokens.Link) {
        const words = trusted(this.parser.parseInline(tokens))
        const target = link(href)
        return (target === undefined ? withPath(words, href) : html`<a href="${target}">${words}</a>`).markup
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

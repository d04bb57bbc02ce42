import { Marked, type Tokens } from 'marked'
import { escaped, type Html, html, trusted } from '../markup/html.ts'

/** Where a link of a text leads on the site; undefined takes the link away and leaves its words. */
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
export function slug(text: string): string {
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
        return (target === undefined ? words : html`<a href="${target}">${words}</a>`).markup
      },
      table({ header, rows }: Tokens.Table) {
        tables += 1
        const cell = ({ tokens, header, text }: Tokens.TableCell) => {
          const name = header && text !== '' ? 'th' : 'td'
          return trusted(`<${name}>${this.parser.parseInline(tokens)}</${name}>`)
        }
        return html`<div class="wide" tabindex="0" role="region" aria-label="Table ${tables}"><table>
<thead><tr>${header.map(cell)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></div>\n`.markup
      },
      code: ({ text, lang }) => codeBlock(text, lang ?? '').markup,
    },
  })
}

/** A block of code that can be scrolled by the keyboard. */
export function codeBlock(code: string, language = ''): Html {
  return html`<pre tabindex="0"${language !== '' && trusted(` data-language="${escaped(language)}"`)}><code>${code}</code></pre>\n`
}

/** Text that is markup already. */
export interface Html {
  readonly markup: string
}

/** What may stand in a template: markup as it is, text escaped, lists one after the other, nothing for what is missing. */
export type Fragment = Html | string | number | false | undefined | readonly Fragment[]

/** A template of markup; every text put into it is escaped, in elements and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...fragments: readonly Fragment[]): Html {
  return { markup: strings.map((text, index) => text + render(fragments[index])).join('') }
}

/** Markup that something else has escaped. */
export function trusted(markup: string): Html {
  return { markup }
}

/** Data for a script of the page, which no text in it can end. */
export function data(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c')
  return trusted(`<script type="application/json" id="${escaped(id)}">${json}</script>`)
}

function render(fragment: Fragment): string {
  if (fragment === undefined || fragment === false) return ''
  if (typeof fragment === 'string') return escaped(fragment)
  if (typeof fragment === 'number') return String(fragment)
  return 'markup' in fragment ? fragment.markup : fragment.map(render).join('')
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

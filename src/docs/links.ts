import { posix } from 'node:path'

/** How one file of the site names another, so that the site works under any path and from a disk. */
export function linkTo(from: string, to: string): string {
  const [file = '', anchor] = to.split('#')
  const relative = file === from ? '' : posix.relative(posix.dirname(from), file)
  return anchor === undefined ? relative || posix.basename(from) : `${relative}#${anchor}`
}

/** The kinds of pages that an API has. */
const kinds = ['index', 'reference', 'flows', 'facts', 'checks', 'try', 'changelog'] as const

export type Kind = (typeof kinds)[number]

export function pageOf(api: string, kind: Kind): string {
  return `${api}/${kind}.html`
}

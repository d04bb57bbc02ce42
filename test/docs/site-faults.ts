import { posix } from 'node:path'

type Files = ReadonlyMap<string, string>

/** What is wrong with the links, ids and sources of a site, page by page. */
export function pagesOf(files: Files): readonly (readonly [path: string, markup: string])[] {
  return [...files].filter(([path]) => path.endsWith('.html'))
}

function attributes(markup: string, ...names: readonly string[]): string[] {
  const found = markup.matchAll(/ ([\w-]+)="([^"]*)"/g)
  return [...found].filter(([, name = '']) => names.includes(name)).map(([, , value = '']) => value)
}

/** The ids of each page. */
export function anchorsOf(files: Files): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(pagesOf(files).map(([path, markup]) => [path, new Set(attributes(markup, 'id'))]))
}

/** Links that lead to no file or no place of it. Redoc routes what begins with a slash; the browser test follows it. */
export function deadLinks(files: Files, path: string): string[] {
  const anchors = anchorsOf(files)
  return attributes(files.get(path) ?? '', 'href', 'src').filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? path : posix.join(posix.dirname(path), file)
    if (!files.has(target)) return true
    return anchor !== undefined && !anchor.startsWith('/') && !anchors.get(target)?.has(anchor)
  })
}

/** Links that lead out of the folder of the site. */
export function linksOutside(files: Files, path: string): string[] {
  const own = attributes(files.get(path) ?? '', 'href', 'src').filter((link) => !/^(https?|mailto):/.test(link))
  return own.filter((link) => link.startsWith('/') || posix.join(posix.dirname(path), link).startsWith('..'))
}

/** What a page loads from other hosts. */
export function loadedFromElsewhere(markup: string): string[] {
  const loaded = markup.matchAll(/<(?:script|link|img|iframe)[^>]*? (?:src|href)="([^"]*)"/g)
  return [...loaded].map(([, link = '']) => link).filter((link) => /^(https?:)?\/\//.test(link))
}

/** Ids that a page has twice, and labels without their text. */
export function idFaults(markup: string): string[] {
  const ids = attributes(markup, 'id')
  const labels = attributes(markup, 'aria-labelledby').flatMap((value) => value.split(' '))
  return [...ids.filter((id, index) => ids.indexOf(id) !== index), ...labels.filter((label) => !ids.includes(label))]
}

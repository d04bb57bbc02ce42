import { readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtInFiles } from './built-site.ts'

const files = await builtInFiles()
const pages = [...files].filter(([path]) => path.endsWith('.html'))

function attributes(markup: string, ...names: readonly string[]): string[] {
  const found = markup.matchAll(/ ([\w-]+)="([^"]*)"/g)
  return [...found].filter(([, name = '']) => names.includes(name)).map(([, , value = '']) => value)
}

const anchors = new Map(pages.map(([path, markup]) => [path, new Set(attributes(markup, 'id'))]))

/** Where a link leads, or nothing if there is nothing. Redoc routes what begins with a slash; the browser test follows it. */
function leadsNowhere(path: string, link: string): boolean {
  if (/^https?:/.test(link)) return false
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? path : posix.join(posix.dirname(path), file)
  if (!files.has(target)) return true
  return anchor !== undefined && !anchor.startsWith('/') && !anchors.get(target)?.has(anchor)
}

describe.each(pages)('%s', (path, markup) => {
  test('every link leads somewhere', () => {
    expect(attributes(markup, 'href', 'src').filter((link) => leadsNowhere(path, link))).toEqual([])
  })

  test('no link leaves the folder of the site', () => {
    const own = attributes(markup, 'href', 'src').filter((link) => !/^https?:/.test(link))
    const outside = own.filter((link) => link.startsWith('/') || posix.join(posix.dirname(path), link).startsWith('..'))
    expect(outside).toEqual([])
  })

  test('loads nothing from elsewhere', () => {
    const loaded = [...markup.matchAll(/<(?:script|link|img|iframe)[^>]*? (?:src|href)="([^"]*)"/g)].map(
      ([, link]) => link,
    )
    expect(loaded.filter((link) => /^(https?:)?\/\//.test(link ?? ''))).toEqual([])
  })

  test('every id stands once, and every label has its text', () => {
    const ids = attributes(markup, 'id')
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    const labels = attributes(markup, 'aria-labelledby').flatMap((value) => value.split(' '))
    expect(labels.filter((label) => !ids.includes(label))).toEqual([])
  })
})

describe('the site', () => {
  test('has every text of docs/', () => {
    const texts = readdirSync('docs').filter((name) => name.endsWith('.md'))
    expect(texts.filter((name) => !files.has(name.replace(/md$/, 'html')))).toEqual([])
  })

  test('has a page of each kind for every API', () => {
    const apis = ['innodata', 'khe', 'nebula-block', 'numbers-station', 'sandbox', 'tag']
    const kinds = ['changelog', 'checks', 'facts', 'flows', 'index', 'reference', 'try']
    const expected = apis
      .flatMap((api) => kinds.map((kind) => `${api}/${kind}.html`))
      .filter((path) => path !== 'sandbox/flows.html')
    expect(
      pages
        .map(([path]) => path)
        .filter((path) => path.includes('/'))
        .sort(),
    ).toEqual(expected.sort())
  })

  test('has an anchor for each fact', () => {
    expect(anchors.get('nebula-block/facts.html')).toContain('NB-07')
  })

  test('names the path of what only the repository has', () => {
    expect(files.get('clients.html')).toContain('an example (<code>examples</code>) that the tests run')
    expect(files.get('mutants.html')).toContain('<code>test/mutants</code> holds broken variants')
  })

  test('says that code of a server is the code of a vendor, as the register has it', () => {
    expect(files.get('khe/facts.html')).toContain(
      '<dd>code shows it: the vendor’s server, its tests, or a public client</dd>',
    )
  })

  test.each(['khe', 'sandbox'])('says on the overview of %s which ports its addresses stand for', (api) => {
    expect(files.get(`${api}/index.html`)).toContain('4000 stands for the port you gave the server')
  })

  test('escapes what it is given', () => {
    expect(files.get('nebula-block/facts.html')).toContain('<code>Authorization: Bearer &lt;token/key&gt;</code>')
  })
})

import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtInFiles } from './built-site.ts'
import { anchorsOf, deadLinks, idFaults, linksOutside, loadedFromElsewhere, pagesOf } from './site-faults.ts'

const files = await builtInFiles()
const pages = pagesOf(files)
const anchors = anchorsOf(files)

describe.each(pages)('%s', (path, markup) => {
  test('every link leads somewhere', () => {
    expect(deadLinks(files, path)).toEqual([])
  })

  test('no link leaves the folder of the site', () => {
    expect(linksOutside(files, path)).toEqual([])
  })

  test('loads nothing from elsewhere', () => {
    expect(loadedFromElsewhere(markup)).toEqual([])
  })

  test('every id stands once, and every label has its text', () => {
    expect(idFaults(markup)).toEqual([])
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

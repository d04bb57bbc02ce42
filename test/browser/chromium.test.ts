import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, foreignSite, openBrowser, startBrowser } from './browser.ts'
import { whyItCannotStart } from './cannot-start.ts'
import { type Site, startSite } from './site.ts'
import { putInPlace } from './unpacked-chromium.ts'

let site: Site
let page: Page

beforeAll(async () => {
  const headers = { 'Set-Cookie': 'lax=1; SameSite=Lax', 'X-Told': 'no' }
  site = await startSite({ '/text': { type: 'text/plain', body: 'secret', headers } })
  page = await (await openBrowser()).newPage()
}, 120_000)

afterAll(async () => {
  await closeBrowser()
  await site.stop()
})

const read = (url: string) =>
  fetch(url, { credentials: 'include' }).then(
    (answer) => answer.text(),
    (error: Error) => error.name,
  )

describe('the browser is honest', () => {
  test('a page reads what its own origin says, and nothing of another one', async () => {
    const url = `${site.origin()}/text`
    const readers = [site.origin(), site.origin('127.0.0.1'), site.origin('other.localhost'), site.origin(foreignSite)]
    const found = []
    for (const reader of readers) {
      await page.goto(reader)
      found.push(await page.evaluate(read, url))
    }
    expect(found).toEqual(['secret', 'TypeError', 'TypeError', 'TypeError'])
  })

  test('a page of another site neither sends a SameSite=Lax cookie nor sees the page it opened', async () => {
    await page.goto(`${site.origin()}/text`)
    await page.goto(site.origin(foreignSite))
    site.asked.length = 0
    await page.evaluate(read, `${site.origin()}/text`)
    expect(site.asked.map(({ path, headers }) => [path, headers.cookie])).toEqual([['/text', undefined]])
    const popup = page.waitForEvent('popup')
    await page.evaluate(`void open('${site.origin()}')`)
    const opened = await popup
    await opened.waitForLoadState()
    await expect(opened.evaluate('opener.document.title')).rejects.toThrow('SecurityError')
    await opened.close()
  })

  test('nothing outside this machine is reached', async () => {
    await expect(page.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
  })
})

describe('a machine that cannot run it', () => {
  const missing = 'x: error while loading shared libraries: libnss3.so: cannot open shared object file'

  test('is told which library is missing, and the package that has it', () => {
    expect(whyItCannotStart('/nowhere', new Error(missing)).message).toBe(
      'Chromium needs libnss3.so: apt-get install libnss3 (Debian), or set LATCHKEY_CHROMIUM to the path of a Chrome or Chromium that is installed',
    )
  })

  test('is told what went wrong if it is not that', async () => {
    await expect(startBrowser('/nowhere/chromium')).rejects.toThrow(/^Chromium does not start: .*\/nowhere\/chromium/)
  })
})

test('of two who unpack at the same time one is kept, whole, and nothing lies about', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-unpacking-'))
  const stagings = ['a', 'b'].map((name) => join(folder, name))
  for (const each of stagings) {
    mkdirSync(each)
    writeFileSync(join(each, 'chromium'), each)
  }
  await Promise.all(stagings.map((each) => putInPlace(each, join(folder, 'final'))))
  expect(readdirSync(folder)).toEqual(['final'])
  expect(existsSync(join(folder, 'final', 'chromium'))).toBe(true)
  rmSync(folder, { recursive: true })
})

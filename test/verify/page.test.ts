import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { htmlReport } from '../../src/verify/reports/html/page.ts'
import { auditOf, clean } from '../browser/accessibility.ts'
import { closeBrowser, openBrowser } from '../browser/browser.ts'
import { reportOf } from './sample-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-page-'))
const address = pathToFileURL(join(folder, 'report.html')).href
let browser: Browser

beforeAll(async () => {
  const long = `status 200 ${'x'.repeat(300)}`
  writeFileSync(join(folder, 'report.html'), htmlReport(reportOf({ received: long })))
  browser = await openBrowser()
})

afterAll(async () => {
  await closeBrowser()
  rmSync(folder, { recursive: true })
})

async function visit(options: BrowserContextOptions): Promise<{ page: Page; faults: string[] }> {
  const page = await (await browser.newContext(options)).newPage()
  const faults: string[] = []
  page.on('console', (message) => faults.push(message.text()))
  page.on('request', (request) => request.url() === address || faults.push(`asked for ${request.url()}`))
  await page.goto(address)
  return { page, faults }
}

const titles = (page: Page) => page.locator('.check summary .title:visible').allTextContents()

describe('the page of a report, from a disk', () => {
  test.each(['light', 'dark'] as const)('is accessible in %s, and asks for nothing', async (colorScheme) => {
    const { page, faults } = await visit({ colorScheme })
    await page.locator('details').evaluateAll((all) => all.map((each) => each.setAttribute('open', '')))
    expect(await auditOf(page)).toEqual(clean)
    // The policy let its style in, and the scheme was listened to.
    const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    expect(paper).toBe(colorScheme === 'light' ? 'rgb(253, 253, 252)' : 'rgb(20, 24, 27)')
    expect(faults).toEqual([])
  })

  test('needs no more than 360 pixels', async () => {
    const { page } = await visit({ viewport: { width: 360, height: 800 } })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  test('shows all checks, what went wrong, or what was not run, without a script', async () => {
    const { page } = await visit({ javaScriptEnabled: false })
    expect(await titles(page)).toHaveLength(4)
    await page.getByLabel('deviations and errors').check()
    expect(await titles(page)).toEqual(['a wrong password is refused', 'it can be put back'])
    await page.getByLabel('what was not run').check()
    expect(await titles(page)).toEqual(['a token ends'])
  })

  test('opens what went wrong by itself', async () => {
    const { page } = await visit({})
    expect(await page.locator('details[open] .title').allTextContents()).toEqual([
      'a wrong password is refused',
      'it can be put back',
    ])
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Matrix } from '../../src/verify/report.ts'
import { htmlReport } from '../../src/verify/reports/html/page.ts'
import { auditOf, clean } from '../browser/accessibility.ts'
import { closeBrowser, openBrowser } from '../browser/browser.ts'
import { reportOf } from './sample-report.ts'

/** The ways to fail that TAG's suite has, which has the most of them. */
const modes = [
  'absent',
  'malformed',
  'wrong',
  'misplaced',
  'expired',
  'another kind: refresh token',
  "another kind: client's secret by HTTP Basic",
  'revoked by refresh',
  'revoked by disabling the account',
]

const matrix: Matrix = {
  modes,
  rows: [
    {
      operation: 'postV5OtpSendJson',
      credential: "client's access token",
      cells: { absent: 'passed', malformed: 'deviation', wrong: 'error', misplaced: 'not-run' },
    },
  ],
}

const folder = mkdtempSync(join(tmpdir(), 'latchkey-page-'))
const address = pathToFileURL(join(folder, 'report.html')).href
let browser: Browser

beforeAll(async () => {
  const long = `status 200 ${'x'.repeat(300)}`
  writeFileSync(join(folder, 'report.html'), htmlReport({ ...reportOf({ received: long }), matrix }))
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
  test.each(['light', 'dark'] as const)(
    'is accessible in %s, and asks for nothing',
    { tags: 'full' },
    async (colorScheme) => {
      const { page, faults } = await visit({ colorScheme })
      await page.locator('details').evaluateAll((all) => all.map((each) => each.setAttribute('open', '')))
      expect(await auditOf(page)).toEqual(clean)
      // The policy let its style in, and the scheme was listened to.
      const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      expect(paper).toBe(colorScheme === 'light' ? 'rgb(253, 253, 252)' : 'rgb(20, 24, 27)')
      expect(faults).toEqual([])
    },
  )

  test('needs no more than 360 pixels', async () => {
    const { page } = await visit({ viewport: { width: 360, height: 800 } })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  test.each([360, 800, 1280])('shows every way to fail at %i pixels, each with a name', async (width) => {
    const { page } = await visit({ viewport: { width, height: 800 } })
    const operations = page.getByRole('region', { name: 'Operations' })
    expect(await operations.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
    const region = page.getByRole('region', { name: 'Credentials' })
    expect(await region.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
    expect(await region.getByRole('columnheader').allInnerTexts()).toEqual(['Operation\nand credential', ...modes])
    expect(await region.getByRole('cell').allTextContents()).toEqual([
      'passed',
      'deviation',
      'error',
      'not run',
      ...Array(5).fill('no check'),
    ])
  })

  test('shows all checks, what went wrong, or what was not run, without a script', async () => {
    const { page } = await visit({ javaScriptEnabled: false })
    expect(await titles(page)).toHaveLength(4)
    await page.getByLabel('what did not pass').check()
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

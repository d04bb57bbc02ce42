import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import { sites } from '../../src/cli/sites.ts'
import { auditOf } from '../browser/accessibility.ts'
import { closeBrowser, openBrowser } from '../browser/browser.ts'
import { type Served, type Site, startSite } from '../browser/site.ts'
import { someOf } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type BuiltSite, buildTestSite } from './built-site.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** A folder on a plain file server, which knows nothing of us. */
const place = '/some/where/docs/'

let built: BuiltSite
let files: Site
let server: TestServer
let browser: Browser

beforeAll(async () => {
  built = await buildTestSite()
  const served = [...built.files].map(([path, body]): [string, Served] => [
    `${place}${path}`,
    { type: types[extname(path)] ?? '', body },
  ])
  ;[files, server, browser] = await Promise.all([
    startSite(Object.fromEntries(served)),
    startTestServer({
      sites: sites.filter(({ at }) => at === '/docs').map((site) => ({ ...site, folder: built.folder })),
    }),
    openBrowser(),
  ])
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})

afterAll(async () => {
  await closeBrowser()
  await Promise.all([files.stop(), server.stop()])
  built.remove()
})

interface Visit {
  readonly page: Page
  /** What went wrong, and what was asked of others than the file server. */
  readonly faults: string[]
}

async function visit(address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('request', (request) => isOwn(request.url()) || faults.push(`asked for ${request.url()}`))
  await page.goto(address)
  return { page, faults }
}

function isOwn(url: string): boolean {
  return [files.origin(), 'file:', 'data:', 'blob:', `http://localhost:${server.port}/`].some((own) =>
    url.startsWith(own),
  )
}

function at(path: string): string {
  return `${files.origin()}${place}${path}`
}

const pages = [
  'index.html',
  'tag/index.html',
  'khe/flows.html',
  'nebula-block/facts.html',
  'innodata/checks.html',
  'tag/try.html',
  'sandbox/changelog.html',
  'mock-differences.html',
  'performance.html',
  'clients.html',
]

describe.each([
  ['light', 360],
  ['dark', 1280],
] as const)('%s, %i wide', (colorScheme, width) => {
  test.each(someOf(pages, 1))('%s is clean by axe and fits', async (path) => {
    const { page, faults } = await visit(at(path), { colorScheme, viewport: { width, height: 800 } })
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect((await auditOf(page)).violations).toEqual([])
    expect(faults).toEqual([])
  })
})

describe('a table of a text', { tags: 'full' }, () => {
  test('shows rows whole at 360 pixels, each cell with the name of its column', async () => {
    const { page } = await visit(at('mock-differences.html'), { viewport: { width: 360, height: 800 } })
    const table = page.getByRole('region', { name: 'Table 1' })
    expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
    const cell = table.locator('tbody tr').first().locator('td').last()
    expect(await cell.evaluate((box) => box.ownerDocument.defaultView?.getComputedStyle(box, '::before').content)).toBe(
      '"Prism mock: "',
    )
  })

  test('stands in columns where there is room', async () => {
    const { page } = await visit(at('mock-differences.html'))
    const [sent, answered] = await page
      .locator('tbody tr')
      .first()
      .locator('td')
      .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().top))
    expect(sent).toBe(answered)
  })
})

describe('the reference', { tags: 'full' }, () => {
  test('is drawn by Redoc with nothing from elsewhere, in a clean frame', async () => {
    const { page, faults } = await visit(at('khe/reference.html'))
    await page.getByRole('heading', { name: 'KHE API, authentication' }).waitFor()
    expect((await auditOf(page, ['#redoc'])).violations).toEqual([])
    expect(faults).toEqual([])
  })

  test.each(builtInIds())('every link into that of %s leads to its operation', async (api) => {
    const texts = [...built.files].filter(([path]) => path.startsWith(`${api}/`)).map(([, text]) => text)
    const routes = new Set(texts.flatMap((text) => text.match(/(?<=href="reference\.html#)[^"]+/g) ?? []))
    expect(routes.size).toBeGreaterThan(4)
    const { page } = await visit(at(`${api}/reference.html`))
    await page.locator('#redoc h1').first().waitFor()
    for (const route of routes) {
      await page.evaluate(`location.hash = ${JSON.stringify(route)}`)
      await page.locator(`#redoc .menu-content a[href="#${route}"] [data-active="true"]`).waitFor()
    }
  })
})

describe('opened from the disk', () => {
  test.each(someOf(['khe/flows.html', 'khe/try.html', 'khe/reference.html', 'index.html'], 1))(
    '%s works',
    async (path) => {
      const { page, faults } = await visit(`${pathToFileURL(built.folder)}/${path}`)
      await page.locator('h1').first().waitFor()
      expect(await page.evaluate("getComputedStyle(document.querySelector('header')).borderBottomStyle")).toBe('solid')
      expect(faults).toEqual([])
    },
  )
})

describe('without scripts', { tags: 'full' }, () => {
  test('the language of the samples is chosen', async () => {
    const { page } = await visit(at('khe/flows.html'), { javaScriptEnabled: false })
    await page.getByRole('radio', { name: 'Python' }).check()
    expect(await page.getByText('with urlopen(request) as answer').first().isVisible()).toBe(true)
    expect(await page.getByText('curl http').first().isVisible()).toBe(false)
  })

  test('facts are filtered by grade and by quirk', async () => {
    const { page } = await visit(at('nebula-block/facts.html'), { javaScriptEnabled: false })
    await page.getByRole('checkbox', { name: /^documented/ }).uncheck()
    expect(await page.locator('#NB-07').isVisible()).toBe(false)
    await page.getByRole('checkbox', { name: /^documented/ }).check()
    await page.getByRole('checkbox', { name: /^only quirks/ }).check()
    expect(await page.locator('#NB-07').isVisible()).toBe(false)
    expect(await page.locator('#NB-25').isVisible()).toBe(true)
  })
})

describe('the try-it panel', () => {
  test('logs in with what is filled in, and uses what it got', async () => {
    const { page, faults } = await visit(at('nebula-block/try.html#login'))
    await page.getByLabel('Server').fill(`http://localhost:${server.port}`)
    const login = page.locator('#login')
    await login.getByRole('button', { name: 'Send' }).click()
    await login.getByText('"Login successful"').waitFor()
    expect(await login.locator('.result').textContent()).toMatch(
      /^200 Logged in; data\.jwtToken is the access token\. \d+ ms$/,
    )
    const answer = JSON.parse((await login.locator('pre').textContent()) ?? '') as { data: { jwtToken: string } }
    await page.getByLabel('Bearer token').fill(answer.data.jwtToken)
    const credits = page.locator('#getCredits')
    await credits.locator('summary').first().click()
    await credits.getByRole('button', { name: 'Send' }).click()
    await credits.getByText('User credit balance successfully retrieved').waitFor()
    expect(faults).toEqual([])
  })

  test('shows what a refusal means', { tags: 'full' }, async () => {
    const { page } = await visit(at('nebula-block/try.html#login'))
    await page.getByLabel('Server').fill(`http://localhost:${server.port}`)
    const login = page.locator('#login')
    await login.getByRole('textbox').fill('username=ada\npassword=not-the-password')
    await login.getByRole('button', { name: 'Send' }).click()
    await login.locator('.status', { hasText: '401' }).waitFor()
    expect(await login.locator('.status').textContent()).toBe('401')
  })

  test('asks the server that serves it, in its world, and keeps the cookie', { tags: 'full' }, async () => {
    const { page, faults } = await visit(
      `http://localhost:${server.port}/~docs/docs/numbers-station/try.html#loginSession`,
    )
    expect(await page.getByLabel('Server').inputValue()).toBe(`http://localhost:${server.port}/~docs`)
    await page.locator('#loginSession').getByRole('button', { name: 'Send' }).click()
    await page.locator('#loginSession .status', { hasText: '200' }).waitFor()
    const user = page.locator('#getCurrentUser')
    await user.locator('summary').first().click()
    await user.getByLabel('account_name').fill('acme')
    await user.getByRole('button', { name: 'Send' }).click()
    await user.getByText('"ada@example.com"').waitFor()
    expect(faults).toEqual([])
  })

  test('controls the world that it is served in', { tags: 'full' }, async () => {
    const { page, faults } = await visit(`http://localhost:${server.port}/docs/sandbox/try.html#listWorlds`)
    await page.locator('#listWorlds').getByRole('button', { name: 'Send' }).click()
    await page.locator('#listWorlds .status', { hasText: '200' }).waitFor()
    expect(faults).toEqual([])
  })

  test('the server serves the reference under a policy that Redoc keeps', async () => {
    const { page, faults } = await visit(`http://localhost:${server.port}/docs/khe/reference.html`)
    await page.getByRole('heading', { name: 'KHE API, authentication' }).waitFor()
    expect(faults).toEqual([])
  })

  test('says what to do if nobody answers', { tags: 'full' }, async () => {
    const { page } = await visit(at('nebula-block/try.html#login'))
    await page.getByLabel('Server').fill('http://localhost:1')
    await page.locator('#login').getByRole('button', { name: 'Send' }).click()
    await page.getByText('Is the server running at that address').waitFor()
  })
})

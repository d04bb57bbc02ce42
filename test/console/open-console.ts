import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { buildConsole } from '../../build/console.ts'
import { sites } from '../../src/cli/sites.ts'
import type { Api } from '../../src/served/api.ts'
import { openBrowser } from '../browser/browser.ts'
import { startTestServers, type TestServers } from '../test-server.ts'

/** A server with the console as it is built from what stands here, and with APIs of contracts if there are any. */
export async function startConsoleServers(own: readonly Api[] = []): Promise<TestServers> {
  const folder = fileURLToPath(new URL('../../dist/console', import.meta.url))
  await buildConsole(folder)
  return startTestServers({ sites, own })
}

/** A console somebody opened, and everything that its page complained of. */
export interface OpenConsole {
  readonly page: Page
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Opens the console of a world in a browser of its own. */
export async function openConsole(
  { port }: Pick<TestServers, 'port'>,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenConsole> {
  const context = await (await openBrowser()).newContext({ viewport: { width: 1280, height: 800 }, ...options })
  // The first page also waits for the browser to start, on a busy machine for long.
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(`http://localhost:${port}/`)) complaints.push(`asked for ${request.url()}`)
  })
  await page.goto(`http://localhost:${port}${path}`)
  await page.locator('.clock time').waitFor()
  return { page, complaints, close: () => context.close() }
}

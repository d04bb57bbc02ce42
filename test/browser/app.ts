import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { newContext, type Scene, type Stage } from './stage.ts'

/** The demo frontend as a person uses it. */
export interface App {
  readonly page: Page
  /** Fills in what the form asks for and logs in. */
  logIn(fields?: Readonly<Record<string, string>>): Promise<void>
  press(button: 'Show' | 'Show 50 times' | 'Log out'): Promise<void>
  /** Waits for the app to say this, and nothing else. */
  says(text: string | RegExp): Promise<void>
  /** What it was told of its credential. */
  events(): Promise<string[]>
}

export interface Opening {
  /** The browser of somebody who is there already; a new one unless given. */
  readonly context?: BrowserContext
  /** Whether the APIs are called at the addresses that are a site of their own. */
  readonly crossSite?: boolean
  /** Whether the app asks for cookies that travel there. */
  readonly thirdParty?: boolean
}

/** Opens the app in a world, logging in one way; in another tab of a context, if one is given. */
export async function openApp(
  { site, server, browser }: Stage,
  { place }: Scene,
  way: string,
  { context, crossSite = false, thirdParty = false }: Opening = {},
): Promise<App> {
  const page = await (context ?? (await newContext(browser))).newPage()
  const root = `http://localhost:${server.port}${place.root}`
  const where = { root, site: crossSite ? 'cross' : 'same', third_party: String(thirdParty) }
  const query = new URLSearchParams({ way, ...where })
  await page.goto(`${site.origin()}/?${query}`)
  return appOn(page)
}

function appOn(page: Page): App {
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const said = async () => (await page.locator('output').textContent()) ?? ''
  return {
    page,
    press,
    async logIn(fields = {}) {
      for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
      await press('Log in')
    },
    async says(text) {
      await expect.poll(said, { timeout: 10_000 }).not.toBe('')
      expect(await said()).toEqual(typeof text === 'string' ? text : expect.stringMatching(text))
    },
    events: () => page.locator('li').allTextContents(),
  }
}

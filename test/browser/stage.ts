import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { closeBrowser, openBrowser } from './browser.ts'
import { type Served, type Site, startSite } from './site.ts'

/** What a test in a browser plays on: the reference server, the site of a frontend, and a browser. */
export interface Stage {
  readonly server: TestServer
  readonly site: Site
  readonly browser: Browser
  /** A new world whose Numbers Station lets the site's pages call it and logins end there. */
  newScene(): Promise<Scene>
  stop(): Promise<void>
}

export interface Scene {
  readonly place: Place
  /** Addresses of an API without its host: `/~world/api`. */
  at(api: string): Addresses
}

/** The two addresses of an API: one of the same site as a page of `localhost`, and one of a site of its own. */
interface Addresses {
  readonly sameSite: string
  readonly crossSite: string
}

/** Unpacking a browser takes longer than other preparations. */
export const stagePatience = 120_000

export async function startStage(served?: Readonly<Record<string, Served>>, hosts?: readonly string[]): Promise<Stage> {
  const [server, site, browser] = await Promise.all([
    startTestServer(hosts ? { hosts } : {}),
    startSite(served),
    openBrowser(),
  ])
  return {
    server,
    site,
    browser,
    newScene: () => newScene(server, site),
    async stop() {
      await closeBrowser()
      await Promise.all([server.stop(), site.stop()])
    },
  }
}

async function newScene(server: TestServer, site: Site): Promise<Scene> {
  const place = newPlace(server)
  const origin = site.origin()
  await place.hooks('numbers-station').changeSettings({
    allowedOrigins: [origin],
    redirectUris: [`${origin}/callback`],
    defaultRedirectUri: `${origin}/callback`,
  })
  return {
    place,
    at: (api) => ({
      sameSite: `http://localhost:${server.port}${place.root}/${api}`,
      crossSite: `http://${api}.localhost:${server.port}${place.root}`,
    }),
  }
}

/** A browser of somebody's own, which waits for a page for ten seconds instead of thirty. */
export async function newContext(browser: Browser, options?: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(10_000)
  return context
}

/** Someone with a browser of their own: no cookies, one page at the address. */
export async function newPerson({ browser }: Stage, address: string, options?: BrowserContextOptions): Promise<Page> {
  const context = await newContext(browser, options)
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/** What a page is allowed to know of an answer. */
export interface Seen {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** What a page sends; structured so that it can be handed to it. */
export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly credentials?: 'include' | 'omit'
  readonly form?: Readonly<Record<string, string>>
}

/** Has the page fetch an address; `blocked` is all that a page learns of an answer that is kept from it. */
export function ask(page: Page, url: string, asking: Asking = {}): Promise<Seen | 'blocked'> {
  return page.evaluate(fetchInPage, { url, asking })
}

async function fetchInPage({ url, asking }: { url: string; asking: Asking }): Promise<Seen | 'blocked'> {
  const { form, ...init } = asking
  try {
    const answer = await fetch(url, { ...init, ...(form && { body: new URLSearchParams(form) }) })
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() }
  } catch {
    return 'blocked'
  }
}

export function statusOf(seen: Seen | 'blocked'): number | 'blocked' {
  return seen === 'blocked' ? seen : seen.status
}

/** The cookies a browser holds, without what is of no interest here: when they end, to the second. */
export async function cookiesOf(context: BrowserContext) {
  const cookies = await context.cookies()
  return cookies.map(({ name, domain, path, httpOnly, secure, sameSite }) => ({
    name,
    domain,
    path,
    httpOnly,
    secure,
    sameSite,
  }))
}

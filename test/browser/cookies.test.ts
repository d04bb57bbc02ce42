import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ada } from '../attacks/logins.ts'
import { foreignSite } from './browser.ts'
import { tapCookies } from './cookie-tap.ts'
import { type Asking, ask, cookiesOf, newPerson, type Stage, stagePatience, startStage, statusOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await startStage(undefined, [foreignSite])
}, stagePatience)

afterAll(async () => {
  await stage.stop()
})

const credentials = 'include'
const post: Asking = { method: 'POST', credentials }
const good: Asking = { ...post, form: { username: ada.email, password: ada.password } }
const sent = expect.stringMatching(/^session_id=[\w-]{43}$/)

/** Numbers Station at one of its two addresses, seen from a page of the frontend. */
interface Visit {
  readonly page: Page
  readonly login: string
  readonly logout: string
  readonly me: string
  readonly path: string
}

async function visit(which: 'sameSite' | 'crossSite'): Promise<Visit> {
  const scene = await stage.newScene()
  const api = scene.at('numbers-station')[which]
  const page = await newPerson(stage, stage.site.origin())
  return {
    page,
    login: `${api}/api/v1/login/session`,
    logout: `${api}/api/v1/logout/session`,
    me: `${api}/api/v3/orgs/acme/users/me`,
    path: new URL(api).pathname,
  }
}

const stored = { name: 'session_id', httpOnly: true, secure: true }

describe('a page of the same site', () => {
  test('CK01: logs in and out by a cookie that no script sees', async () => {
    const { page, login, logout, me, path } = await visit('sameSite')
    const tap = await tapCookies(page)
    expect(statusOf(await ask(page, login, good))).toBe(200)
    expect(await cookiesOf(page.context())).toEqual([{ ...stored, domain: 'localhost', path, sameSite: 'Lax' }])
    expect(statusOf(await ask(page, me, { credentials }))).toBe(200)
    expect(await tap.next(me)).toEqual(sent)
    expect(statusOf(await ask(page, me, { credentials: 'omit' }))).toBe(401)
    expect(await tap.next(me)).toBe(undefined)
    expect(await scriptsSee(page, me)).toEqual(['', ''])
    expect(statusOf(await ask(page, logout, post))).toBe(200)
    expect(await page.context().cookies()).toEqual([])
    expect(statusOf(await ask(page, me, { credentials }))).toBe(401)
  })

  test('CK08: a cookie that is put back after the logout opens nothing, and is taken away', {
    tags: 'full',
  }, async () => {
    const { page, login, logout, me } = await visit('sameSite')
    await ask(page, login, good)
    const kept = await page.context().cookies()
    await ask(page, logout, post)
    await page.context().addCookies(kept)
    expect(statusOf(await ask(page, me, { credentials }))).toBe(401)
    expect(await page.context().cookies()).toEqual([])
  })

  test('has the Lax cookie sent on a link from anywhere, and on no request of another site', {
    tags: 'full',
  }, async () => {
    const { page, login, me } = await visit('sameSite')
    await ask(page, login, good)
    await page.goto(stage.site.origin(foreignSite))
    const tap = await tapCookies(page)
    await ask(page, me, { credentials })
    expect(await tap.next(me)).toBe(undefined)
    const arrived = page.waitForResponse(me)
    await page.evaluate(`location.href = ${JSON.stringify(me)}`)
    expect((await arrived).status()).toBe(200)
    expect(await tap.next(me)).toEqual(sent)
  })

  test('is sent the cookie back under the path of the API alone', { tags: 'full' }, async () => {
    const { page, login, me, path } = await visit('sameSite')
    await ask(page, login, good)
    const tap = await tapCookies(page)
    for (const [elsewhere, there] of [
      [path.replace('numbers-station', 'nebula-block'), undefined],
      [path.replace(/~[^/]+/, '~other'), undefined],
      [path, sent],
    ] as const) {
      const address = me.replace(path, elsewhere)
      await page.goto(address)
      expect([elsewhere, await tap.next(address)]).toEqual([elsewhere, there])
    }
  })
})

describe('a page of another site', () => {
  test('CK02: without third_party the browser does not take the cookie', async () => {
    const { page, login, me } = await visit('crossSite')
    expect(statusOf(await ask(page, login, good))).toBe(200)
    expect(await page.context().cookies()).toEqual([])
    expect(statusOf(await ask(page, me, { credentials }))).toBe(401)
  })

  test('CK02: with third_party it logs in and out', async () => {
    const { page, login, logout, me, path } = await visit('crossSite')
    const tap = await tapCookies(page)
    expect(statusOf(await ask(page, `${login}?third_party=true`, good))).toBe(200)
    const domain = 'numbers-station.localhost'
    expect(await cookiesOf(page.context())).toEqual([{ ...stored, domain, path: path || '/', sameSite: 'None' }])
    expect(statusOf(await ask(page, me, { credentials }))).toBe(200)
    expect(await tap.next(me)).toEqual(sent)
    expect(await scriptsSee(page, me)).toEqual(['', ''])
    await page.goto(stage.site.origin())
    expect(statusOf(await ask(page, `${logout}?third_party=true`, post))).toBe(200)
    expect(await page.context().cookies()).toEqual([])
    expect(statusOf(await ask(page, me, { credentials }))).toBe(401)
  })

  test('CK08: a logout without third_party ends the session, although the browser keeps the dead cookie', {
    tags: 'full',
  }, async () => {
    const { page, login, logout, me } = await visit('crossSite')
    await ask(page, `${login}?third_party=true`, good)
    expect(statusOf(await ask(page, logout, post))).toBe(200)
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['session_id'])
    expect(statusOf(await ask(page, me, { credentials }))).toBe(401)
  })
})

test('CK06: at a host that worlds share each has its own session, although the browser sends both cookies', {
  tags: 'full',
}, async () => {
  const scene = await stage.newScene()
  const host = `http://numbers-station.localhost:${stage.server.port}`
  const page = await newPerson(stage, host, { bypassCSP: true })
  const tap = await tapCookies(page)
  const meIn = (world: string) => `${host}${world}/api/v3/orgs/acme/users/me`
  for (const world of ['', scene.place.root])
    expect(statusOf(await ask(page, `${host}${world}/api/v1/login/session`, good))).toBe(200)
  for (const [world, cookies] of [
    [scene.place.root, 2],
    ['', 1],
  ] as const) {
    expect(statusOf(await ask(page, meIn(world), { credentials }))).toBe(200)
    expect((await tap.next(meIn(world)))?.match(/session_id=/g)).toHaveLength(cookies)
  }
})

test('CK15: over plain HTTP the browser takes the cookie from this machine alone', { tags: 'full' }, async () => {
  const scene = await stage.newScene()
  const { port } = stage.server
  const origin = `http://${foreignSite}:${port}`
  const login = `${origin}${scene.place.root}/numbers-station/api/v1/login/session`
  const page = await newPerson(stage, origin, { bypassCSP: true })
  expect(statusOf(await ask(page, login, good))).toBe(200)
  expect(await page.context().cookies()).toEqual([])
})

/** `document.cookie` of the page, and of one that stands where the cookie is sent. */
async function scriptsSee(page: Page, where: string): Promise<unknown[]> {
  const here = await page.evaluate('document.cookie')
  const there = await page.context().newPage()
  await there.goto(where)
  return [here, await there.evaluate('document.cookie')]
}

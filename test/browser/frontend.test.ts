import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kheLogin, logOut } from '../attacks/khe-logins.ts'
import { ada, grace } from '../attacks/logins.ts'
import { nebulaKey, nebulaToken } from '../attacks/nebula-block.ts'
import { demoKey } from '../attacks/numbers-station.ts'
import type { Place } from '../attacks/place.ts'
import { codeFor } from '../attacks/tag.ts'
import { someOf } from '../full.ts'
import { type App, type Opening, openApp } from './app.ts'
import { bundledFrontend } from './bundled-frontend.ts'
import { type Scene, type Stage, stagePatience, startStage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await startStage(await bundledFrontend())
}, stagePatience)

afterAll(async () => {
  await stage.stop()
})

const byEmail = { email: ada.email, password: ada.password }
const byStaff = { email: grace.email, password: grace.password }
const byLogin = { username: ada.login, password: ada.password }
const byAddress = { username: ada.email, password: ada.password }
const hour = 3_600
const day = 24 * hour

interface Opened {
  readonly app: App
  readonly scene: Scene
}

async function open(way: string, opening?: Opening): Promise<Opened> {
  const scene = await stage.newScene()
  return { scene, app: await openApp(stage, scene, way, opening) }
}

async function loggedIn(way: string, fields: Readonly<Record<string, string>>, opening?: Opening): Promise<Opened> {
  const opened = await open(way, opening)
  await opened.app.logIn(fields)
  await opened.app.says('Logged in')
  return opened
}

async function pass({ place }: Scene, seconds: number): Promise<void> {
  expect((await place.control('POST', '/clock/advance', { seconds })).status).toBe(200)
}

async function shows(app: App, text: string | RegExp): Promise<void> {
  await app.press('Show')
  await app.says(text)
}

/** The answers to requests that a page sends from now on: `POST /token 200`, by the end of the path. */
function answersTo(page: Page): string[] {
  const answers: string[] = []
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    answers.push(`${response.request().method()} ${pathname.split('/').at(-1)} ${response.status()}`)
  })
  return answers
}

const refused = /^Error: 401 /

describe('an app on the typed clients', () => {
  const journeys = [
    ['numbers-station.session', byEmail, 'Ada, USER', 12 * hour],
    ['numbers-station.password', byEmail, 'Ada, USER', 12 * hour],
    ['numbers-station.apiKey', { key: demoKey, email: grace.email }, 'Grace, ADMIN', 12 * hour],
    ['nebula-block.password', byLogin, /^A balance of /, 2 * hour],
    ['khe.password', byStaff, /^\d users$/, 14 * day],
    ['tag.clientCredentials', {}, /^\d+ delegates$/, hour],
    ['tag.password', byAddress, /^\d+ delegates$/, hour],
  ] as const

  test.each(someOf(journeys, 2))(
    'logs in, outlives its credential and logs out: %s',
    async (way, fields, shown, life) => {
      const { app, scene } = await loggedIn(way, fields)
      await shows(app, shown)
      expect(await app.events()).toEqual([])
      await pass(scene, life + 1)
      await shows(app, shown)
      expect(await app.events()).toEqual(['renewed'])
      await app.press('Log out')
      await app.says('Logged out')
      await shows(app, refused)
      expect([await app.events(), await app.page.context().cookies()]).toEqual([['renewed'], []])
    },
  )

  test.each([
    ['innodata.password', async () => byAddress],
    ['innodata.key', async (place: Place) => ({ key: await innodataKey(place) })],
    ['nebula-block.key', async (place: Place) => ({ key: await nebulaKey(place, await nebulaToken(place)) })],
  ])('is served for years by a key without an end: %s', async (way, fieldsIn) => {
    const { app, scene } = await open(way)
    await app.logIn(await fieldsIn(scene.place))
    await app.says('Logged in')
    await pass(scene, 3 * 365 * day)
    await shows(app, way.startsWith('innodata') ? 'Ada' : /^A balance of /)
    expect(await app.events()).toEqual([])
    await app.press('Log out')
    await app.says('Logged out')
    await shows(app, refused)
  })

  test('logs in by a one-time password once, and goes on by the refresh token', async () => {
    const { app, scene } = await open('tag.oneTimePassword')
    const fields = { username: ada.email, code: await codeFor(scene.place, ada.email) }
    await app.logIn(fields)
    await app.says('Logged in')
    await pass(scene, hour + 1)
    await shows(app, /^\d+ delegates$/)
    expect(await app.events()).toEqual(['renewed'])
    await app.logIn(fields)
    await app.says(/^AuthenticationFailed: .*createAccessToken answered 400$/)
  })

  test('is told that a login was refused, and not what was typed', async () => {
    const { app } = await open('nebula-block.password')
    await app.logIn({ ...byLogin, password: 'wrong-wrong-wrong' })
    await app.says(/^AuthenticationFailed: (?!.*wrong-wrong).*login answered 401$/)
    await app.logIn(byLogin)
    await app.says('Logged in')
  })

  test('is told that it has to ask the person again where the password is not kept', { tags: 'full' }, async () => {
    const { app, scene } = await loggedIn('nebula-block.password', byLogin)
    await app.page.getByLabel('password').fill('')
    await pass(scene, 2 * hour + 1)
    await shows(app, refused)
    expect(await app.events()).toEqual(['lost: refused'])
  })

  test('is told that its session was ended elsewhere', { tags: 'full' }, async () => {
    const { app, scene } = await loggedIn('khe.password', byEmail)
    await logOut(scene.place, await kheLogin(scene.place))
    await shows(app, refused)
    expect(await app.events()).toEqual(['lost: refused'])
  })

  test('CL04: renews before the end, so that nobody is refused', { tags: 'full' }, async () => {
    const { app, scene } = await open('nebula-block.password')
    await app.page.clock.install()
    await app.page.reload()
    const answers = answersTo(app.page)
    await app.logIn(byLogin)
    await app.says('Logged in')
    await pass(scene, 2 * hour - 30)
    await app.page.clock.setSystemTime(Date.now() + (2 * hour - 30) * 1_000)
    await shows(app, /^A balance of /)
    expect(answers.filter((answer) => !answer.startsWith('OPTIONS'))).toEqual([
      'POST login 200',
      'POST login 200',
      'GET credits 200',
    ])
  })

  test('CL01: renews once for fifty requests that are refused at the same time', async () => {
    const { app, scene } = await loggedIn('nebula-block.password', byLogin)
    await pass(scene, 2 * hour + 1)
    const answers = answersTo(app.page)
    await app.press('Show 50 times')
    await app.says(/^50 times A balance of [^ ]+$/)
    expect(answers.filter((answer) => answer === 'POST login 200')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'GET credits 401')).toHaveLength(50)
  })

  test('CL05: neither the page, nor its console, nor what it stores shows a token that is kept in memory', {
    tags: 'full',
  }, async () => {
    const { app } = await open('nebula-block.password')
    const lines: string[] = []
    app.page.on('console', (message) => lines.push(message.text()))
    const answered = app.page.waitForResponse(/login$/)
    await app.logIn(byLogin)
    await app.says('Logged in')
    const { jwtToken } = (await (await answered).json()).data
    await shows(app, /^A balance of /)
    await app.page.evaluate(
      'console.log(document.documentElement.outerHTML, localStorage, sessionStorage, location.href)',
    )
    expect(lines.join()).toContain('A balance of')
    expect([lines.join().includes(jwtToken), await app.page.evaluate('localStorage.length')]).toEqual([false, 0])
  })
})

/** Keeps back what is sent to an address until each of the pages has been refused something. */
async function keepBack(pages: readonly Page[], address: RegExp): Promise<void> {
  const isRefusal = (response: { status(): number }) => response.status() === 401
  const all = Promise.all(pages.map((page) => page.waitForResponse(isRefusal)))
  await pages[0]?.context().route(address, async (route) => {
    await all
    await route.continue()
  })
}

describe('tabs that share a credential', { tags: 'full' }, () => {
  test.each([
    ['khe.password', byStaff, 14 * day, 'POST refresh 200'],
    ['tag.password', byAddress, hour, 'POST token 200'],
  ])(
    'CL01: trade one refresh token in between them, however often they ask: %s',
    async (way, fields, life, renewal) => {
      const { app, scene } = await loggedIn(way, fields)
      const other = await openApp(stage, scene, way, { context: app.page.context() })
      await shows(other, /^\d+ (users|delegates)$/)
      await pass(scene, life + 1)
      const tabs = [app, other]
      const answers = tabs.map(({ page }) => answersTo(page))
      await keepBack(
        tabs.map(({ page }) => page),
        /\/(refresh|token)$/,
      )
      await Promise.all(tabs.map((tab) => tab.press('Show 50 times')))
      for (const tab of tabs) await tab.says(/^50 times /)
      expect(answers.flat().filter((answer) => answer === renewal)).toEqual([renewal])
      expect([...(await app.events()), ...(await other.events())]).toEqual(['renewed'])
    },
  )

  test('are logged out together', async () => {
    const { app, scene } = await loggedIn('tag.password', byAddress)
    const other = await openApp(stage, scene, 'tag.password', { context: app.page.context() })
    await shows(other, /delegates$/)
    await app.press('Log out')
    await app.says('Logged out')
    await expect.poll(() => other.events(), { timeout: 10_000 }).toEqual(['lost: ended elsewhere'])
    await shows(other, refused)
  })
})

describe('an app of another site', () => {
  const crossSite = true

  test('is logged in by cookie where it asks for one that travels', async () => {
    const { app } = await loggedIn('numbers-station.session', byEmail, { crossSite, thirdParty: true })
    await shows(app, 'Ada, USER')
    await app.press('Log out')
    await app.says('Logged out')
    expect(await app.page.context().cookies()).toEqual([])
  })

  test('is not where it does not, although the API says 200', { tags: 'full' }, async () => {
    const { app } = await loggedIn('numbers-station.session', byEmail, { crossSite })
    await shows(app, refused)
  })
})

describe('a login that leads elsewhere', () => {
  const way = 'numbers-station.oauth'

  test.each([
    ['the same site', {}],
    ['another site', { crossSite: true, thirdParty: true }],
  ])('comes back to the app with a session, the API being of %s', async (_, opening) => {
    const { app, scene } = await open(way, opening)
    await app.logIn()
    await app.page.getByRole('button', { name: 'Grace' }).click()
    await app.page.waitForURL(/\/callback$/)
    await shows(app, 'Grace, ADMIN')
    await pass(scene, 12 * hour + 1)
    await shows(app, refused)
    expect(await app.events()).toEqual(['lost: refused'])
  })

  test('comes back with an error if the person cancels, and a second one succeeds', { tags: 'full' }, async () => {
    const { app } = await open(way)
    await app.logIn()
    await app.page.getByRole('button', { name: 'Cancel' }).click()
    await app.says('Not logged in: access_denied')
    await app.logIn()
    await app.page.getByRole('button', { name: 'Ada' }).click()
    await app.page.waitForURL(/\/callback$/)
    await shows(app, 'Ada, USER')
    await app.press('Log out')
    await app.says('Logged out')
    await shows(app, refused)
  })
})

async function innodataKey(place: Place): Promise<string> {
  const json = { authentication_method: 'password', ...byAddress }
  const got = await place.send('POST', '/innodata/v1.1/users/login', { json })
  return (got.json as { response: { api_keys: { live: string } } }).response.api_keys.live
}

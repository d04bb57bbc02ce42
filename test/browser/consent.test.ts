import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditOf, clean } from './accessibility.ts'
import { foreignSite } from './browser.ts'
import { beginning, callbackOfSomebodyElse, callbackOn, journeyOf } from './oauth.ts'
import { ask, newContext, newPerson, type Scene, type Stage, stagePatience, startStage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await startStage()
}, stagePatience)

afterAll(async () => {
  await stage.stop()
})

interface StartedLogin {
  readonly scene: Scene
  readonly page: Page
  readonly api: string
  readonly journey: URL[]
}

/** Someone whose app has just sent them to the provider. */
async function begin(which: 'sameSite' | 'crossSite' = 'sameSite', query = {}): Promise<StartedLogin> {
  const scene = await stage.newScene()
  const api = scene.at('numbers-station')[which]
  const page = await newPerson(stage, stage.site.origin())
  const journey = journeyOf(page)
  await page.goto(beginning(api, query))
  return { scene, page, api, journey }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

/** Who the app is for, once the browser is back; undefined for nobody. */
async function whoIs({ page, api }: StartedLogin): Promise<string | undefined> {
  const seen = await ask(page, `${api}/api/v3/orgs/acme/users/me`, { credentials: 'include' })
  return seen === 'blocked' ? seen : JSON.parse(seen.text).email
}

const back = (error?: string) => `${stage.site.origin()}/callback${error ? `?error=${error}` : ''}`

async function isBack({ page }: StartedLogin, error?: string): Promise<void> {
  await page.waitForURL(back(error))
  expect(new URL(page.url()).hash).toBe('')
}

async function hasSession({ page }: StartedLogin): Promise<boolean> {
  return (await page.context().cookies()).some(({ name }) => name === 'session_id')
}

async function fillIn(page: Page, fields: Readonly<Record<string, string>>, verified = true): Promise<void> {
  await page.getByText('Someone else').click()
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
  await page.getByLabel('The address is verified').setChecked(verified)
  await button(page, 'Continue').click()
}

describe('a login at the provider', () => {
  test.each([
    ['sameSite', 'Ada'],
    ['sameSite', 'Grace'],
  ] as const)('at the %s address ends at the app, as %s', async (which, name) => {
    const started = await begin(which)
    await button(started.page, name).click()
    await isBack(started)
    expect(await whoIs(started)).toBe(`${name.toLowerCase()}@example.com`)
    const names = (await started.page.context().cookies()).map((cookie) => cookie.name)
    expect(names).toContain('session_id')
    expect(names).not.toContain('login_id')
  })

  test('at the address of another site it does so with third_party alone', { tags: 'full' }, async () => {
    const found = []
    for (const third_party of ['true', 'false']) {
      const started = await begin('crossSite', { third_party })
      await button(started.page, 'Ada').click()
      await isBack(started)
      found.push([third_party, await whoIs(started), await hasSession(started)])
    }
    expect(found).toEqual([
      ['true', 'ada@example.com', true],
      ['false', undefined, true],
    ])
  })

  test('takes someone else whose verified address has an account', { tags: 'full' }, async () => {
    const started = await begin()
    await fillIn(started.page, { 'E-mail': 'grace@example.com', Name: 'G.', Subject: 'another-subject' })
    await isBack(started)
    expect(await whoIs(started)).toBe('grace@example.com')
  })

  test.each([
    ['nobody has that address here', { 'E-mail': 'nobody@example.com' }, true],
    ['the address is not verified', { 'E-mail': 'ada@example.com' }, false],
  ])('is refused where %s', async (_, fields, verified) => {
    const started = await begin()
    await fillIn(started.page, fields, verified)
    await isBack(started, 'access_denied')
    expect([await whoIs(started), await hasSession(started)]).toEqual([undefined, false])
  })

  test('OA14: ends at the app with an error for who cancels, and can be started again', { tags: 'full' }, async () => {
    const started = await begin()
    await button(started.page, 'Cancel').click()
    await isBack(started, 'access_denied')
    expect(await hasSession(started)).toBe(false)
    await started.page.goto(beginning(started.api))
    await button(started.page, 'Ada').click()
    await isBack(started)
    expect(await whoIs(started)).toBe('ada@example.com')
  })
})

describe('a login that is tampered with', () => {
  test('OA06: a state that was changed on the way ends at nobody and nowhere', async () => {
    const started = await begin()
    const asked = started.journey.find(({ pathname }) => pathname === '/idp/auth')
    const tampered = new URL(String(asked))
    tampered.searchParams.set('state', `${tampered.searchParams.get('state')?.slice(0, -1)}_`)
    await started.page.goto(tampered.href)
    const answered = started.page.waitForResponse(/oauth\/callback/)
    await button(started.page, 'Ada').click()
    expect((await answered).status()).toBe(400)
    await started.page.waitForURL(/oauth\/callback/)
    expect(await hasSession(started)).toBe(false)
  })

  test("OA06: a link to the end of somebody else's login logs nobody in", { tags: 'full' }, async () => {
    const scene = await stage.newScene()
    const page = await newPerson(stage, stage.site.origin(foreignSite))
    const theirs = await callbackOfSomebodyElse(scene, { email: 'grace@example.com' })
    const answered = page.waitForResponse(theirs.href)
    await page.evaluate(`location.href = ${JSON.stringify(theirs.href)}`)
    expect((await answered).status()).toBe(400)
    expect(await page.context().cookies()).toEqual([])
  })

  test("OA09: somebody else's code in one's own login is refused", { tags: 'full' }, async () => {
    const started = await begin()
    const theirs = await callbackOfSomebodyElse(started.scene, { email: 'grace@example.com' })
    const state = started.journey.find(({ pathname }) => pathname === '/idp/auth')?.searchParams.get('state') ?? ''
    theirs.searchParams.set('state', state)
    await started.page.goto(theirs.href)
    await isBack(started, 'access_denied')
    expect(await hasSession(started)).toBe(false)
  })

  test('OA07: a callback that comes again is refused, whoever kept its cookie, and the first login stands', {
    tags: 'full',
  }, async () => {
    const started = await begin()
    const binding = (await started.page.context().cookies()).filter(({ name }) => name === 'login_id')
    await button(started.page, 'Ada').click()
    await isBack(started)
    for (const kept of [[], binding]) {
      await started.page.context().addCookies(kept)
      const again = await started.page.goto(callbackOn(started.journey).href)
      expect(again?.status()).toBe(400)
    }
    await started.page.goto(back())
    expect(await whoIs(started)).toBe('ada@example.com')
  })

  test('OA03: a redirect_uri that is not listed leads neither there nor to the provider', async () => {
    const foreign = `${stage.site.origin(foreignSite)}/callback`
    const { page, journey } = await begin('sameSite', { redirect_uri: foreign })
    expect(journey.map(({ host }) => host)).toEqual([`localhost:${stage.server.port}`])
    expect(page.url()).toContain('/login/session/oauth?')
    expect(await page.context().cookies()).toEqual([])
  })

  test('OA19: neither the address of the app nor what it is told of the way there holds a secret', {
    tags: 'full',
  }, async () => {
    const started = await begin()
    await button(started.page, 'Ada').click()
    await isBack(started)
    const callback = callbackOn(started.journey)
    const secrets = ['code', 'state'].map((name) => callback.searchParams.get(name) ?? '')
    expect(secrets.every((secret) => secret.length > 20)).toBe(true)
    const told = JSON.stringify([
      started.page.url(),
      await started.page.evaluate('document.referrer'),
      stage.site.asked,
    ])
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
  })
})

/** What a page may not do if nothing but its own style sheet is allowed; resolves with what was refused. */
const smuggling = `new Promise((resolve) => {
  const refused = new Set()
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    if (refused.add(effectiveDirective).size === 4) resolve([...refused].sort())
  })
  document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "x"' }))
  document.body.append(Object.assign(document.createElement('style'), { textContent: '* { display: none }' }))
  new Image().src = '/x.png'
  fetch('/healthz').catch(() => {})
})`

/** Where the keyboard is, and the line around it. */
const focused = `(({ value, textContent }, { outlineStyle }) => (value || textContent) + ' ' + outlineStyle)(
  document.activeElement, getComputedStyle(document.activeElement))`

/** What Chromium shows instead of a page that will not be framed. */
const refusedFrame = 'chrome-error://chromewebdata/'

describe('the pages of the provider', () => {
  test('CK16: run no script and no style that was put into them, nor are they framed', async () => {
    const { page } = await begin()
    expect(await page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth")).toBe('416px')
    expect(await page.evaluate(smuggling)).toEqual(['connect-src', 'img-src', 'script-src-elem', 'style-src-elem'])
    const other = await newPerson(stage, stage.site.origin())
    await other.setContent(`<iframe src="${page.url()}"></iframe>`, { waitUntil: 'load' })
    expect(other.frames().map((frame) => frame.url())).toEqual([`${stage.site.origin()}/`, refusedFrame])
  })

  test.each(['light', 'dark'] as const)(
    'have nothing that axe finds wrong, in %s',
    { tags: 'full' },
    async (colorScheme) => {
      const { api } = await begin()
      const context = await newContext(stage.browser, { colorScheme, viewport: { width: 360, height: 740 } })
      const page = await context.newPage()
      await page.goto(beginning(api))
      const closed = await auditOf(page)
      await page.getByText('Someone else').click()
      const open = await auditOf(page)
      await page.goto(`${new URL(api).origin}/idp/interaction/none`)
      expect([closed, open, await auditOf(page)]).toEqual([clean, clean, clean])
    },
  )

  test('are used by keyboard alone, and show where one is', { tags: 'full' }, async () => {
    const started = await begin()
    const { page } = started
    const stops = []
    for (let step = 0; step < 4; step++) {
      await page.keyboard.press('Tab')
      stops.push(await page.evaluate(focused))
    }
    expect(stops).toEqual(['ada@example.com solid', 'grace@example.com solid', 'Someone else solid', 'cancel solid'])
    await page.reload()
    for (const key of ['Tab', 'Tab', 'Tab', 'Enter', 'Tab']) await page.keyboard.press(key)
    await page.keyboard.type('ada@example.com')
    await page.keyboard.press('Enter')
    await isBack(started)
    expect(await whoIs(started)).toBe('ada@example.com')
  })
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ada } from '../attacks/logins.ts'
import { foreignSite } from './browser.ts'
import { tapCookies } from './cookie-tap.ts'
import {
  type Asking,
  ask,
  newPerson,
  type Scene,
  type Seen,
  type Stage,
  stagePatience,
  startStage,
  statusOf,
} from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await startStage()
}, stagePatience)

afterAll(async () => {
  await stage.stop()
})

const credentials = 'include'
const good = { username: ada.email, password: ada.password }
const loginAt = (scene: Scene) => `${scene.at('numbers-station').sameSite}/api/v1/login/session`
const tokenAt = (scene: Scene) => `${scene.at('numbers-station').sameSite}/api/v1/login/access-token`
const meAt = (scene: Scene) => `${scene.at('numbers-station').sameSite}/api/v3/orgs/acme/users/me`

function pageOf(origin: string): Promise<Page> {
  return newPerson(stage, origin)
}

async function tokenOf(page: Page, scene: Scene): Promise<string> {
  const seen = await ask(page, tokenAt(scene), { method: 'POST', form: good })
  return seen === 'blocked' ? seen : JSON.parse(seen.text).access_token
}

describe('CO14: an API with a list of origins', () => {
  test('a page of a listed origin calls it simply, with a preflight, and with cookies', async () => {
    const scene = await stage.newScene()
    const page = await pageOf(stage.site.origin())
    const simple = await ask(page, tokenAt(scene), { method: 'POST', form: good })
    const headers = { Authorization: `Bearer ${await tokenOf(page, scene)}` }
    const preflighted = await ask(page, meAt(scene), { headers })
    const session = await ask(page, loginAt(scene), { method: 'POST', form: good, credentials })
    const credentialed = await ask(page, meAt(scene), { credentials })
    expect([simple, preflighted, session, credentialed].map(statusOf)).toEqual([200, 200, 200, 200])
  })

  const foreigners = () => [
    stage.site.origin(foreignSite),
    stage.site.origin('127.0.0.1'),
    stage.site.origin('x.localhost'),
  ]

  test('a page of any other origin reads nothing, and what it sent is not run', async () => {
    const scene = await stage.newScene()
    for (const foreigner of foreigners()) {
      const page = await pageOf(foreigner)
      const asked: [string, Asking][] = [
        [tokenAt(scene), { method: 'POST', form: good }],
        [loginAt(scene), { method: 'POST', form: good, credentials }],
        [`${loginAt(scene)}?third_party=true`, { method: 'POST', form: good, credentials }],
        [meAt(scene), { headers: { Authorization: 'Bearer x' } }],
      ]
      for (const [url, asking] of asked)
        expect([foreigner, url, await ask(page, url, asking)]).toEqual([foreigner, url, 'blocked'])
      expect([foreigner, await page.context().cookies()]).toEqual([foreigner, []])
    }
  })

  test('no origin of a sandboxed frame is on the list', { tags: 'full' }, async () => {
    const scene = await stage.newScene()
    const page = await pageOf(stage.site.origin())
    const frame = `<iframe sandbox="allow-scripts" srcdoc="<script>
      fetch('${tokenAt(scene)}', { method: 'POST', body: new URLSearchParams({ username: 'x', password: 'y' }) })
        .then(() => 'read', () => 'blocked').then((found) => parent.postMessage(found, '*'))
    </script>"></iframe>`
    const found = page.evaluate('new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data)))')
    await page.evaluate(`document.body.innerHTML = ${JSON.stringify(frame)}`)
    expect(await found).toBe('blocked')
  })

  test('a foreign page logs nobody out, although the browser sends it the cookie along', { tags: 'full' }, async () => {
    const scene = await stage.newScene()
    const page = await pageOf(stage.site.origin())
    await ask(page, `${loginAt(scene)}?third_party=true`, { method: 'POST', form: good, credentials })
    const foreign = await page.context().newPage()
    await foreign.goto(stage.site.origin(foreignSite))
    const logout = loginAt(scene).replace('/login/', '/logout/')
    const tap = await tapCookies(foreign)
    expect(await ask(foreign, logout, { method: 'POST', credentials })).toBe('blocked')
    expect(await tap.next(logout)).toMatch(/^session_id=/)
    expect(statusOf(await ask(page, meAt(scene), { credentials }))).toBe(200)
  })

  test('a foreign form that navigates there logs nobody in', { tags: 'full' }, async () => {
    const scene = await stage.newScene()
    const page = await pageOf(stage.site.origin(foreignSite))
    const form = `<form method="post" enctype="multipart/form-data" action="${loginAt(scene)}">
      <input name="username" value="${good.username}"><input name="password" value="${good.password}"></form>`
    const answered = page.waitForResponse(loginAt(scene))
    await page.evaluate(`document.body.innerHTML = ${JSON.stringify(form)}; document.forms[0].submit()`)
    expect((await answered).status()).toBe(403)
    expect(await page.context().cookies()).toEqual([])
  })
})

describe('CO14: an API for all origins', () => {
  const loginAtNebula = (scene: Scene) => `${scene.at('nebula-block').crossSite}/api/v1/login`
  const form = { username: ada.login, password: ada.password }

  test('any page calls it, simply and with a preflight, but never with cookies', async () => {
    const scene = await stage.newScene()
    const page = await pageOf(stage.site.origin(foreignSite))
    const login = await ask(page, loginAtNebula(scene), { method: 'POST', form })
    const { jwtToken } = JSON.parse(login === 'blocked' ? '{}' : login.text).data
    const credits = `${scene.at('nebula-block').crossSite}/api/v1/users/credits`
    const headers = { Authorization: `Bearer ${jwtToken}` }
    expect(statusOf(await ask(page, credits, { headers }))).toBe(200)
    expect(await ask(page, credits, { headers, credentials })).toBe('blocked')
  })

  test('the control API is for its own pages alone', async () => {
    const scene = await stage.newScene()
    const clock = `${scene.at('sandbox').sameSite}/v1/clock`
    expect(await ask(await pageOf(stage.site.origin()), clock)).toBe('blocked')
    const advance = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
    expect(await ask(await pageOf(stage.site.origin()), `${clock}/advance`, advance)).toBe('blocked')
    // Only the console has a policy of its own that lets it call; any other page here may not even try.
    const own = await newPerson(stage, new URL(clock).origin, { bypassCSP: true })
    expect(statusOf(await ask(own, clock))).toBe(200)
  })
})

/** Has a page send everything that it can send without asking first; resolves when all of it is answered. */
const sendEverything = (url: string) => `(async () => {
  const shown = (tag, name) => new Promise((resolve) => {
    const element = Object.assign(document.createElement(tag), { onload: resolve, onerror: resolve, [name]: ${JSON.stringify(url)} })
    document.body.append(element)
  })
  await Promise.all([
    shown('img', 'src'), shown('script', 'src'), shown('iframe', 'src'),
    fetch(${JSON.stringify(url)}, { mode: 'no-cors' }).catch(() => {}),
    fetch(${JSON.stringify(url)}).catch(() => {}),
    fetch(${JSON.stringify(url)}, { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ x: 'y' }) }).catch(() => {}),
  ])
})()`

describe('worlds', { tags: 'full' }, () => {
  const isThere = async (world: string) => (await stage.server.store.existing(world)) !== undefined

  const foreignPage = () => pageOf(stage.site.origin(foreignSite))

  test('a foreign page makes none, by whatever it sends, nor by sending the browser there', async () => {
    const paths = ['nebula-block/api/v1/users/credits', 'numbers-station/api/v3/orgs/acme/users/me', 'sandbox/v1/clock']
    for (const path of paths) {
      const url = `http://localhost:${stage.server.port}/~of-evil/${path}`
      await (await foreignPage()).evaluate(sendEverything(url))
      for (const method of ['get', 'post']) {
        const page = await foreignPage()
        const form = `<form method="${method}" action="${url}"></form>`
        await page.evaluate(`document.body.innerHTML = '${form}'; document.forms[0].submit()`)
        await page.waitForURL(`${url}*`)
      }
      expect([path, await isThere('of-evil')]).toEqual([path, false])
    }
  })

  test('a page of this machine makes one by a call or a link, and so does an address that is typed', async () => {
    const at = (world: string) => `http://localhost:${stage.server.port}/~${world}/nebula-block/api/v1/users/credits`
    await ask(await pageOf(stage.site.origin('127.0.0.1')), at('by-call'))
    const page = await pageOf(stage.site.origin('127.0.0.1'))
    const answered = page.waitForResponse(at('by-link'))
    await page.evaluate(`location.href = '${at('by-link')}'`)
    await answered
    await (await pageOf('about:blank')).goto(at('by-typing'))
    expect([await isThere('by-call'), await isThere('by-link'), await isThere('by-typing')]).toEqual([true, true, true])
  })
})

describe('CO12: what a page has to act on', { tags: 'full' }, () => {
  test('WWW-Authenticate and Retry-After can be read, with cookies and without', async () => {
    const scene = await stage.newScene()
    const listed = await pageOf(stage.site.origin())
    const foreign = await pageOf(stage.site.origin(foreignSite))
    const challenges = [
      await ask(listed, meAt(scene), { credentials }),
      await ask(foreign, `${scene.at('nebula-block').sameSite}/api/v1/users/credits`),
      await ask(foreign, `${scene.at('khe').sameSite}/v1.0/users`),
    ]
    expect(challenges.map((seen) => (seen === 'blocked' ? seen : seen.headers['www-authenticate']))).toEqual([
      expect.stringMatching(/^Bearer /),
      expect.stringMatching(/^Bearer /),
      expect.stringMatching(/^Basic /),
    ])
    await scene.place.control('PATCH', '/clock', { frozen: true })
    const wrong = { method: 'POST', form: { ...good, password: 'wrong-wrong-wrong' }, credentials } as const
    const answers: (Seen | 'blocked')[] = []
    for (let guess = 0; guess < 6; guess++) answers.push(await ask(listed, loginAt(scene), wrong))
    expect(answers.map(statusOf)).toEqual([401, 401, 401, 401, 401, 429])
    const last = answers.at(-1)
    expect(last === 'blocked' ? last : last?.headers['retry-after']).toMatch(/^[1-9]\d*$/)
  })
})

test('a dropped login fails in the page: the browser does not send it again on another connection', async () => {
  const scene = await stage.newScene()
  const page = await pageOf(stage.site.origin())
  const login: [string, Asking] = [tokenAt(scene), { method: 'POST', form: good }]
  expect(statusOf(await ask(page, ...login))).toBe(200)
  await scene.place.control('POST', '/faults', { api: 'numbers-station', kind: 'drop' })
  expect(await ask(page, ...login)).toBe('blocked')
  const { json } = await scene.place.control('GET', '/traffic')
  const { exchanges } = json as { exchanges: readonly { fault: string | null }[] }
  expect(exchanges.map(({ fault }) => fault)).toEqual([null, 'drop'])
})

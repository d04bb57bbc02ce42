import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { auditOf, clean } from '../browser/accessibility.ts'
import { closeBrowser } from '../browser/browser.ts'
import type { TestServers } from '../test-server.ts'
import { type OpenConsole, openConsole, startConsoleServers } from './open-console.ts'

const password = 'correct-horse-battery-staple'
const views = ['apis', 'traffic', 'accounts', 'faults', 'settings', 'worlds'] as const

let server: TestServers
let opened: OpenConsole | undefined
let worlds = 0

beforeAll(async () => {
  server = await startConsoleServers()
})

afterEach(async () => {
  await opened?.close()
  opened = undefined
})

afterAll(async () => {
  await closeBrowser()
  await server.stop()
})

/** A world that nobody else is in. */
function newWorld(): string {
  return `/~console-${worlds++}`
}

async function open(path: string, options: Parameters<typeof openConsole>[2] = {}): Promise<Page> {
  opened = await openConsole(server, path, options)
  return opened.page
}

async function call(world: string, path: string, json?: object, headers: Readonly<Record<string, string>> = {}) {
  return fetch(`http://127.0.0.1:${server.port}${world}${path}`, {
    ...(json && { method: 'POST', body: JSON.stringify(json) }),
    headers: { ...(json && { 'Content-Type': 'application/json' }), ...headers },
  })
}

const kheLogin = { client: 'abc123', email: 'ada@example.com', password }

/** The second to last of every test: nothing went wrong on the way. */
function noComplaints(): void {
  expect(opened?.complaints).toEqual([])
}

test('the page has the strict policy, and keeps it', async () => {
  const page = await open(newWorld().concat('/'))
  const response = await page.reload()

  expect(response?.headers()['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  expect(await page.locator('[style]').count()).toBe(0)
  noComplaints()
})

test('the APIs stand with addresses, credentials and snippets that can be copied', async () => {
  const world = newWorld()
  const page = await open(`${world}/`, { permissions: ['clipboard-read', 'clipboard-write'] })
  const card = page.getByRole('article', { name: 'Nebula Block' })
  const address = `http://localhost:${server.port}${world}/nebula-block/api/v1`

  await expect.poll(() => page.getByRole('article').count()).toBe(5)
  const text = await card.textContent()
  expect(text).toContain(address)
  expect(text).toContain(`http://localhost:${server.mockPort}${world}/nebula-block/api/v1`)
  expect(text).toContain(`http://nebula-block.localhost:${server.port}${world}/api/v1`)
  const form = `username=ada&password=${password}`
  expect(text).toContain(
    `curl ${address}/login -H 'Content-Type: application/x-www-form-urlencoded' --data-raw '${form}'`,
  )
  expect(text).toContain("import { createClient } from 'latchkey/clients/nebula-block'")

  await card.getByRole('button', { name: 'Copy the address of Nebula Block', exact: true }).click()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address)
  noComplaints()
})

test('traffic comes in by itself, explained, and is filtered and cleared', async () => {
  const world = newWorld()
  const page = await open(`${world}/#traffic`)
  await page.getByText('live', { exact: true }).waitFor()
  await call(world, '/khe/v1.0/users/token', kheLogin)
  await call(world, '/nebula-block/api/v1/users/credits', undefined, { Authorization: 'Bearer ak_none' })

  const rows = page.locator('.exchanges > li')
  await expect.poll(() => rows.count()).toBe(2)
  const { exchanges } = (await (await call(world, '/sandbox/v1/traffic')).json()) as {
    exchanges: { reason: string | null; curl: string }[]
  }
  expect(await rows.first().locator('.reason').textContent()).toBe(exchanges[1]?.reason)
  await rows.first().locator('summary').click()
  await rows
    .first()
    .getByText(exchanges[1]?.curl ?? 'none')
    .waitFor()

  await page.getByLabel('Outcome').selectOption('refused')
  await expect.poll(() => rows.count()).toBe(1)
  await page.getByLabel('Outcome').selectOption('')
  await page.getByLabel('Containing').fill('users/token')
  await expect.poll(() => rows.count()).toBe(1)

  await page.getByRole('button', { name: 'Clear the traffic' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click()
  await expect.poll(() => rows.count()).toBe(0)
  noComplaints()
})

test('the clock is advanced and frozen, and the next to expire is made to', { tags: 'full' }, async () => {
  const world = newWorld()
  const page = await open(`${world}/`)
  const base = `http://127.0.0.1:${server.port}${world}/nebula-block/api/v1`
  const login = await fetch(`${base}/login`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'ada', password }),
  })
  const { data } = (await login.json()) as { data: { jwtToken: string } }
  const read = async () =>
    (await fetch(`${base}/users/credits`, { headers: { Authorization: `Bearer ${data.jwtToken}` } })).status
  const aside = page.getByRole('complementary')

  await aside.getByText('in 1 h 59 min').waitFor()
  await aside.getByRole('button', { name: '1 h', exact: true }).click()
  await aside.getByText('in 59 min').waitFor()
  expect(await read()).toBe(200)

  await aside.getByRole('button', { name: 'Expire the access token of ada@example.com' }).click()
  await page.getByText('The access token of ada@example.com has expired').waitFor()
  expect(await read()).toBe(401)

  await aside.getByRole('button', { name: 'Freeze' }).click()
  await aside.getByText('frozen', { exact: true }).waitFor()
  noComplaints()
})

test('a one-time password can be read from across the room', { tags: 'full' }, async () => {
  const world = newWorld()
  const page = await open(`${world}/#settings`)
  await page.getByLabel('API', { exact: true }).selectOption('tag')
  await page.getByRole('checkbox', { name: 'allowNewUsers' }).click()
  await page.getByText('allowNewUsers is changed').waitFor()
  const client = { grant_type: 'client_credentials', client_id: 'abc123', client_secret: '456789' }
  const { access_token } = (await (await call(world, '/tag/api/oauth/v2/token', client)).json()) as {
    access_token: string
  }
  const bearer = { Authorization: `Bearer ${access_token}` }
  expect((await call(world, '/tag/api/otp/send', { email: 'new@example.com' }, bearer)).status).toBe(200)

  const code = page.getByLabel('Code', { exact: true })
  await code.waitFor()
  expect(await code.textContent()).toMatch(/^\d{6}$/)
  expect((await code.boundingBox())?.height).toBeGreaterThan(30)
  noComplaints()
})

test('an account waits for its link, and is activated by it or at once', { tags: 'full' }, async () => {
  const world = newWorld()
  const page = await open(`${world}/#accounts`)
  for (const name of ['lin', 'max']) {
    const json = JSON.stringify({ name, email: `${name}@example.com`, password })
    const options = `{ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: ${JSON.stringify(json)} }`
    await page.evaluate(`fetch('${world}/innodata/v1/users', ${options})`)
  }
  await page.reload()
  await page.getByLabel('API', { exact: true }).selectOption('innodata')
  const row = (email: string) => page.getByRole('row').filter({ hasText: email }).filter({ hasText: 'id' })
  await page.getByRole('button', { name: 'Activate lin@example.com' }).click()
  await row('lin@example.com').getByText('active', { exact: true }).waitFor()

  const message = page.locator('.messages > li').filter({ hasText: 'max@example.com' })
  await message.getByRole('button', { name: 'Follow the link' }).click()
  await page.getByText('The link answered 200').waitFor()
  await row('max@example.com').getByText('active', { exact: true }).waitFor()
  noComplaints()
})

test('accounts are made, disabled and deleted, keys issued, clients registered', async () => {
  const world = newWorld()
  const page = await open(`${world}/#accounts`)
  await page.getByLabel('API', { exact: true }).selectOption('numbers-station')
  await page.getByText('New account').click()
  await page.getByLabel('E-mail').fill('new@example.com')
  await page.getByLabel('Password').fill('a-password-of-some-length')
  await page.getByLabel('Groups (optional)').fill('acme')
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('button', { name: 'Disable new@example.com' }).click()
  await page.getByText('disabled', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Delete new@example.com' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('new@example.com is deleted').waitFor()

  await page.getByLabel('Owner of a new key').fill('acme')
  await page.getByRole('button', { name: 'Issue a key' }).click()
  expect(await page.locator('.once code').textContent()).toMatch(/^[\w-]{43}$/)

  await page.getByLabel('API', { exact: true }).selectOption('tag')
  await page.getByLabel('Name of a new client').fill('Kiosk')
  await page.getByRole('button', { name: 'Register' }).click()
  expect(await page.locator('.once code').textContent()).toMatch(/^[\w-]{43}$/)
  await page.getByRole('button', { name: 'Remove the client Kiosk' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText(/The client \S+ is removed/).waitFor()
  noComplaints()
})

test('a fault strikes the next call, and a refused setting is told', { tags: 'full' }, async () => {
  const world = newWorld()
  const page = await open(`${world}/#faults`)
  const form = page.getByRole('form', { name: 'New fault' })
  await form.getByLabel('API').selectOption('nebula-block')
  await form.getByLabel('Operation').selectOption('login')
  await form.getByLabel('What happens').selectOption('status')
  await form.getByLabel('Status').selectOption('503')
  await form.getByRole('button', { name: 'Set it' }).click()
  await page.getByText('answers 503').waitFor()
  const login = { method: 'POST', body: new URLSearchParams({ username: 'ada', password }) }
  const at = `http://127.0.0.1:${server.port}${world}/nebula-block/api/v1/login`
  expect([(await fetch(at, login)).status, (await fetch(at, login)).status]).toEqual([503, 200])
  await page.getByText('Nothing is set to go wrong').waitFor()

  await page.goto(`http://localhost:${server.port}${world}/#settings`)
  await page.getByRole('textbox', { name: 'failuresPerLogin' }).fill('0')
  await page.getByRole('button', { name: 'Save failuresPerLogin' }).click()
  await page.getByText(/Refused: .*failuresPerLogin/).waitFor()
  // The browser itself reports the 400.
  expect(opened?.complaints).toEqual([expect.stringContaining('400 (Bad Request)')])
})

test('a gateway fails with the second call of one credential', { tags: 'full' }, async () => {
  const world = newWorld()
  const page = await open(`${world}/#faults`)
  const at = `http://127.0.0.1:${server.port}${world}/nebula-block/api/v1`
  const login = { method: 'POST', body: new URLSearchParams({ username: 'ada', password }) }
  const tokenOf = async () =>
    ((await (await fetch(`${at}/login`, login)).json()) as { data: { jwtToken: string } }).data.jwtToken
  const [one, other] = [await tokenOf(), await tokenOf()]
  const form = page.getByRole('form', { name: 'New fault' })
  await form.getByLabel('API').selectOption('nebula-block')
  await form.getByLabel('What happens').selectOption('gateway')
  await form.getByLabel('Failure').selectOption('504 with a page')
  await form.getByLabel('Calls let through first').fill('1')
  await form.getByLabel('Only with the credential').fill(one)
  await form.getByRole('button', { name: 'Set it' }).click()
  await page.getByText(`after 1 more · with ${one.slice(0, 4)}…`).waitFor()
  const ask = async (token: string) =>
    (await fetch(`${at}/users/credits`, { headers: { Authorization: `Bearer ${token}` } })).status
  expect([await ask(one), await ask(other), await ask(one), await ask(one)]).toEqual([200, 200, 504, 200])
  await page.getByText('Nothing is set to go wrong').waitFor()
  noComplaints()
})

test('worlds are entered, left and removed, and a world is reset', { tags: 'full' }, async () => {
  const [first, second] = [newWorld(), newWorld()]
  const page = await open(`${first}/#worlds`)
  await page.getByLabel('Name of a world').fill(second.slice(2))
  await page.getByRole('button', { name: 'Go there' }).click()
  await page.waitForURL(`**${second}/`)
  await page.getByRole('button', { name: '1 day' }).click()
  await page.getByText('Advanced by 1 day').waitFor()
  await page.getByRole('button', { name: 'Reset the world' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await page.getByText('The world is as it began').waitFor()

  await page.getByRole('link', { name: 'Worlds' }).click()
  await page.getByRole('link', { name: first.slice(2), exact: true }).click()
  await page.getByRole('button', { name: `Remove the world ${second.slice(2)}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText(`The world ${second.slice(2)} is gone`).waitFor()
  noComplaints()
})

test('a world that is called default is told from the default one, which has no name', { tags: 'full' }, async () => {
  const page = await open('/~default/#worlds')

  await page.getByRole('link', { name: 'default', exact: true }).waitFor()
  await page.getByRole('link', { name: '(default)', exact: true }).click()
  await page.waitForURL(`http://localhost:${server.port}/#worlds`)
  await page.getByRole('link', { name: 'world (default)' }).waitFor()
  noComplaints()
})

test("a login that has begun expires as nobody's", { tags: 'full' }, async () => {
  const world = newWorld()
  const begin = '/numbers-station/api/v1/login/session/oauth?provider=google'
  await fetch(`http://127.0.0.1:${server.port}${world}${begin}`, { redirect: 'manual' })
  const page = await open(`${world}/`)

  await page.getByRole('button', { name: 'Expire the begun login', exact: true }).click()
  await page.getByText('The begun login has expired').waitFor()
  noComplaints()
})

test('everything is reached by keyboard, and Escape takes a question back', { tags: 'full' }, async () => {
  const page = await open(`${newWorld()}/`)
  const focused = () =>
    page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent')
  const tabTo = async (name: string) => {
    for (let press = 0; press < 60 && (await focused()) !== name; press++) await page.keyboard.press('Tab')
    expect(await focused()).toBe(name)
  }
  await tabTo('Faults')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Scenarios' }).waitFor()
  await tabTo('Reset the world')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await focused()).toBe('Reset the world')
  await tabTo('Freeze')
  await page.keyboard.press('Space')
  await page.getByText('frozen', { exact: true }).waitFor()
  noComplaints()
})

describe.each([
  ['light, on a laptop', { colorScheme: 'light' }],
  ['dark, on a laptop', { colorScheme: 'dark' }],
  ['light, at 360 px', { viewport: { width: 360, height: 740 } }],
] as const)('%s', (_name, options) => {
  test('every view is accessible (WCAG AA) and no wider than the window', { tags: 'full' }, async () => {
    const world = newWorld()
    await call(world, '/khe/v1.0/users/token', kheLogin)
    await call(world, '/khe/v1.0/users/token', { ...kheLogin, password: 'wrong-password' })
    const page = await open(`${world}/`, options)
    for (const view of views) {
      await page.evaluate(`location.hash = '${view}'`)
      await page.getByRole('main').getByRole('heading').first().waitFor()
      await page.getByText('Loading …').first().waitFor({ state: 'hidden' })
      if (view === 'traffic') await page.locator('.exchanges summary').first().click()
      const found = await auditOf(page)
      expect([view, found]).toEqual([view, clean])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    }
    noComplaints()
  })
})

test('of many accounts the first are shown, and more of them on demand', async () => {
  const world = newWorld()
  const { accounts } = (await server.server.store.world(world.slice(2))).api('khe')
  for (let at = 0; at < 1_010; at++) {
    const email = `person-${at}@example.com`
    await accounts.create({ email, name: email, role: 'attendee', password: undefined, identities: [] })
  }
  const page = await open(`${world}/#accounts`)
  await page.getByLabel('API', { exact: true }).selectOption('khe')
  const panel = page.getByRole('region', { name: 'Accounts' })

  // Two of the demo data, and the line of the heads.
  await expect.poll(() => panel.getByText('200 of 1012 accounts').count()).toBe(1)
  await panel.getByRole('button', { name: 'Show 200 more' }).click()
  await expect.poll(() => panel.getByText('400 of 1012 accounts').count()).toBe(1)
  expect(await panel.getByRole('row').count()).toBe(401)
  noComplaints()
})

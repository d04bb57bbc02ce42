import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sites } from '../../src/cli/sites.ts'
import { ownApi } from '../../src/engine/own-api.ts'
import type { Api } from '../../src/served/api.ts'
import type { Note } from '../../src/served/report.ts'
import { auditOf, clean } from '../browser/accessibility.ts'
import { closeBrowser } from '../browser/browser.ts'
import { answer, documentOf, sketched } from '../engine/contracts.ts'
import { someOf } from '../full.ts'
import { startTestServers, type TestServers } from '../test-server.ts'
import { type OpenConsole, openConsole, startConsoleServers } from './open-console.ts'

const title =
  'Warehouses, Inc. and Subsidiaries: Public REST API of the Extraordinarily Long Platform, Edition for Partners'

/** What large vendors have: long names, and many operations. */
const warehouses = documentOf(title, {
  schemes: {
    partnerAuthenticationKey: { type: 'apiKey', in: 'header', name: 'X-Partner-Authentication-Key' },
    oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: { read: '', write: '' } } } },
  },
  security: [{ partnerAuthenticationKey: [] }, { oauth: ['read'] }],
  operations: Object.fromEntries(
    Array.from({ length: 600 }, (_, at) => [
      `GET /organizations/{id}/inventory-adjustments-with-reconciliation/${at}`,
      { responses: { '200': answer({ example: [] }), default: { description: 'Refused' } } },
    ]),
  ),
})

const many = 30

/** An API with one scheme of each state, and more notes than anybody reads at once. */
function teaHouse(): Api {
  const key = (name: string) => ({ type: 'apiKey', in: 'header', name })
  const { api, report } = sketched(
    'tea-house',
    {
      schemes: { key: key('X-Key'), version: key('X-Version'), spare: key('X-Spare') },
      security: [{ key: [], version: [] }],
      operations: { 'GET /teas': {}, 'GET /health': { security: [] } },
    },
    { auth: { version: 'off' } },
  )
  const inferred = Array.from({ length: many }, (_, at): Note => ({ kind: 'inferred', text: `guess number ${at}` }))
  const notes: readonly Note[] = [...inferred, { kind: 'warning', text: 'The example <b>is wrong</b>' }]
  const source = { contract: 'contracts/tea.yaml', overlays: ['tea.overlay.yaml'] }
  return { ...api, source, report: { ...report, notes } }
}

const club = sketched('club', {
  schemes: { session: { type: 'http', scheme: 'bearer' } },
  operations: {
    'GET /games': { security: [{ session: ['user'] }] },
    'POST /games': { security: [{ session: ['admin'] }] },
  },
}).api

let server: TestServers
let opened: OpenConsole | undefined

beforeAll(async () => {
  const { api } = ownApi('warehouses', warehouses, { auth: 'enforce', protect: [] })
  server = await startConsoleServers([api, teaHouse(), club])
})

afterEach(async () => {
  await opened?.close()
  opened = undefined
})

afterAll(async () => {
  await closeBrowser()
  await server.stop()
})

async function open(path: string, options: Parameters<typeof openConsole>[2] = {}, at = server): Promise<Page> {
  opened = await openConsole(at, path, options)
  return opened.page
}

const optionsOf = (page: Page, label: string) =>
  page.getByLabel(label, { exact: true }).locator('option').allTextContents()

test('a key of your own API is issued for a scheme with some of its scopes, and listed with them', async () => {
  const page = await open('/~own-keys/#accounts')
  await page.getByLabel('API', { exact: true }).selectOption({ label: title })
  const form = page.getByRole('form', { name: 'New key' })
  await form.getByLabel('Scheme').selectOption('oauth')
  await form.getByLabel('Owner of a new key').fill('ada')
  await form.getByLabel('Scopes (optional)').fill('read')
  await form.getByLabel('Lifetime (optional)').fill('2')
  await form.getByLabel('Unit').selectOption('days')
  await form.getByRole('button', { name: 'Issue a key' }).click()
  const key = await page.locator('.once code').textContent()
  const url = `http://127.0.0.1:${server.port}/~own-keys/warehouses/organizations/1/inventory-adjustments-with-reconciliation/7`
  expect((await fetch(url, { headers: { Authorization: `Bearer ${key}` } })).status).toBe(200)
  await expect.poll(() => page.getByRole('cell', { name: 'oauth read', exact: true }).count()).toBe(1)
  const address = `http://127.0.0.1:${server.port}/~own-keys/sandbox/v1/apis/warehouses/secrets`
  const { secrets } = (await (await fetch(address)).json()) as {
    secrets: { scopes: string[]; issued: string; expires: string }[]
  }
  const own = secrets.find(({ scopes }) => scopes.join() === 'read')
  expect(Date.parse(own?.expires ?? '') - Date.parse(own?.issued ?? '')).toBe(2 * 86_400_000)
  expect(opened?.complaints).toEqual([])
})

test('a status that is documented as `default` can be chosen for one of 600 operations', { tags: 'full' }, async () => {
  const page = await open('/~own-faults/#faults')
  const form = page.getByRole('form', { name: 'New fault' })
  await form.getByLabel('API').selectOption({ label: title })
  const operation = 'GET /organizations/{id}/inventory-adjustments-with-reconciliation/599'
  await form.getByLabel('Operation').selectOption(operation)
  await form.getByLabel('What happens').selectOption('status')
  await form.getByLabel('Status').selectOption('500')
  await form.getByRole('button', { name: 'Set it' }).click()
  await expect.poll(() => page.locator('main').textContent()).toContain(operation)
  expect(opened?.complaints).toEqual([])
})

test('long titles and names fit into a narrow window', { tags: 'full' }, async () => {
  const page = await open('/~own-narrow/#apis', { viewport: { width: 360, height: 800 } })
  for (const view of ['apis', 'traffic', 'accounts', 'faults', 'settings']) {
    await page.evaluate(`location.hash = '${view}'`)
    await expect.poll(() => page.locator('main').textContent()).toContain(title)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  }
  expect(opened?.complaints).toEqual([])
})

test('your own API comes first, with its contract, its schemes and calls that can be copied', async () => {
  const page = await open('/~own-card/', { permissions: ['clipboard-read', 'clipboard-write'] })
  const own = page.getByRole('region', { name: 'Your APIs' })
  await expect.poll(() => own.getByRole('article').count()).toBe(3)
  expect(await page.getByRole('region', { name: 'Built-in APIs' }).getByRole('article').count()).toBe(5)

  const card = own.getByRole('article', { name: 'tea-house' })
  await expect.poll(() => card.locator('.scheme').count()).toBe(3)
  expect(await card.locator('.card-head').textContent()).toBe(
    'tea-house2 operations · 1 requires a credentialcontracts/tea.yaml + tea.overlay.yaml',
  )
  expect(await card.locator('.scheme-head').allTextContents()).toEqual([
    'keyenforcedthe header X-Key',
    'versionnot checkedthe header X-Version',
    'spareno operation requires itthe header X-Spare',
  ])
  await card.getByRole('button', { name: 'Copy the call with key' }).click()
  const line = await page.evaluate<string>('navigator.clipboard.readText()')
  const [, url = '', key = ''] = /^curl (\S+) -H 'X-Key: (\S+)'$/.exec(line) ?? []
  expect((await fetch(url, { headers: { 'X-Key': key } })).status).toBe(204)
  await card.getByRole('button', { name: 'Copy the key of key' }).click()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key)
  expect(opened?.complaints).toEqual([])
})

test('an account of your own API can have several roles', { tags: 'full' }, async () => {
  const page = await open('/~own-roles/#accounts')
  await page.getByLabel('API', { exact: true }).selectOption('club')
  const row = page.getByRole('row', { name: /ada@example\.com/ })
  await row.locator('summary').click()
  await row.getByRole('checkbox', { name: 'admin' }).click()
  await expect.poll(() => row.locator('summary').textContent()).toBe('user, admin')
  await row.getByRole('checkbox', { name: 'user' }).click()
  await expect.poll(() => row.locator('summary').textContent()).toBe('admin')
  const admin = row.getByRole('checkbox', { name: 'admin' })
  expect([await admin.isChecked(), await admin.isDisabled()]).toEqual([true, true])
  const { accounts } = (await server.server.store.world('own-roles')).api('club')
  expect((await accounts.find('1'))?.roles).toEqual(['admin'])
  expect(opened?.complaints).toEqual([])
})

test('your own APIs are the first in every list to choose from', { tags: 'full' }, async () => {
  const page = await open('/~own-pickers/#accounts')
  await expect.poll(async () => (await optionsOf(page, 'API')).slice(0, 2)).toEqual([title, 'tea-house'])
  expect(await page.getByLabel('API', { exact: true }).inputValue()).toBe('warehouses')
  expect(opened?.complaints).toEqual([])
})

test('notes are grouped by kind, and long lists are folded', { tags: 'full' }, async () => {
  const page = await open('/~own-notes/')
  const card = page.getByRole('article', { name: 'tea-house' })
  await expect
    .poll(() => card.getByRole('heading', { level: 4 }).allTextContents())
    .toEqual(['Security schemes', 'Warnings (1)', `Inferred (${many})`])
  expect(await card.locator('.notes').first().textContent()).toBe('The example <b>is wrong</b>')
  expect(await card.locator('.notes').last().locator('li').count()).toBe(4)
  await card.getByRole('button', { name: `Show all ${many} of Inferred` }).press('Enter')
  expect(await card.locator('.notes').last().locator('li').count()).toBe(many)
  expect(opened?.complaints).toEqual([])
})

test('a reload is told, and a fault is shown in every view until it is mended', async () => {
  const page = await open('/~own-reloads/#traffic')
  await page.getByText('live', { exact: true }).waitFor()
  const fault = page.getByRole('alert')
  server.reloaded('tea-house', {
    outcome: 'refused',
    text: 'tea.yaml:7:3 syntax: <no>; /tea-house is served as before',
  })
  await expect.poll(() => fault.textContent()).toContain('tea.yaml:7:3 syntax: <no>; /tea-house is served as before')
  await page.evaluate("location.hash = 'settings'")
  expect(await fault.textContent()).toContain('tea-house was not reloaded')
  await page.reload()
  await expect.poll(() => fault.textContent()).toContain('tea-house was not reloaded')

  await page.evaluate("location.hash = 'traffic'")
  await page.getByText('live', { exact: true }).waitFor()
  server.reloaded('tea-house', { outcome: 'served', text: 'tea.yaml changed: added GET /pots' })
  await expect.poll(() => page.locator('.notice').textContent()).toContain('tea.yaml changed: added GET /pots')
  await expect.poll(() => fault.count()).toBe(0)
  await page.evaluate("location.hash = 'apis'")
  const card = page.getByRole('article', { name: 'tea-house' })
  await expect.poll(() => card.textContent()).toContain('UTC: tea.yaml changed: added GET /pots')
  expect(opened?.complaints).toEqual([])
})

describe('for your own APIs alone', () => {
  const numbered = (at: number) =>
    sketched(`api-${at}`, {
      schemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
      security: [{ key: [] }],
      operations: { 'GET /things': {} },
    }).api

  test('thirty can be searched, and no outbox is shown where nothing sends messages', { tags: 'full' }, async () => {
    const own = Array.from({ length: 30 }, (_, at) => numbered(at))
    const alone = await startTestServers({ sites, own, apis: ['sandbox'] })
    try {
      const page = await open('/', {}, alone)
      await expect.poll(() => page.getByRole('article').count()).toBe(30)
      expect(await page.locator('.scheme').count()).toBeLessThanOrEqual(1)
      expect(await page.getByRole('region', { name: 'Outbox' }).count()).toBe(0)
      await page.getByLabel('Find an API').fill('api-17')
      await expect.poll(() => page.getByRole('article').count()).toBe(1)
      await page.getByRole('article').locator('summary').press('Enter')
      await expect.poll(() => page.locator('.scheme').count()).toBe(1)
      expect(opened?.complaints).toEqual([])
    } finally {
      await opened?.close()
      await alone.stop()
    }
  })

  test('a server without any API says how to start one', async () => {
    const empty = await startTestServers({ sites, apis: ['sandbox'] })
    try {
      const page = await open('/', {}, empty)
      for (const view of ['apis', 'accounts', 'settings']) {
        await page.evaluate(`location.hash = '${view}'`)
        await expect.poll(() => page.locator('main').textContent()).toContain('latchkey start ./openapi.yaml')
      }
      expect(opened?.complaints).toEqual([])
    } finally {
      await opened?.close()
      await empty.stop()
    }
  })
})

const views = [
  [360, 'dark'],
  [1_440, 'light'],
  [900, 'dark'],
  [360, 'light'],
] as const

test.each(someOf(views, 1))('own APIs are accessible at %i px, %s', async (width, colorScheme) => {
  server.reloaded('tea-house', { outcome: 'refused', text: 'tea.yaml:7:3 syntax: no' })
  const page = await open('/~own-audit/', { viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' })
  const card = page.getByRole('article', { name: 'tea-house' })
  await expect.poll(() => card.locator('.scheme').count()).toBe(3)
  // Or a line may be half below the header, whose contrast nothing can tell.
  await page.evaluate('scrollTo(0, 0)')
  expect(await auditOf(page)).toEqual(clean)
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
})

import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ownApi } from '../../src/engine/own-api.ts'
import { closeBrowser } from '../browser/browser.ts'
import { answer, documentOf } from '../engine/contracts.ts'
import type { TestServers } from '../test-server.ts'
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

let server: TestServers
let opened: OpenConsole | undefined

beforeAll(async () => {
  const { api } = ownApi('warehouses', warehouses, { auth: 'enforce', protect: [] })
  server = await startConsoleServers([api])
})

afterEach(async () => {
  await opened?.close()
  opened = undefined
})

afterAll(async () => {
  await closeBrowser()
  await server.stop()
})

async function open(path: string, options: Parameters<typeof openConsole>[2] = {}): Promise<Page> {
  opened = await openConsole(server, path, options)
  return opened.page
}

test('a key of your own API is issued for a scheme with some of its scopes, and listed with them', async () => {
  const page = await open('/~own-keys/#accounts')
  await page.getByLabel('API', { exact: true }).selectOption({ label: title })
  const form = page.getByRole('form', { name: 'New key' })
  await form.getByLabel('Scheme').selectOption('oauth')
  await form.getByLabel('Owner of a new key').fill('ada')
  await form.getByLabel('Scopes (optional)').fill('read')
  await form.getByRole('button', { name: 'Issue a key' }).click()
  const key = await page.locator('.once code').textContent()
  const url = `http://127.0.0.1:${server.port}/~own-keys/warehouses/organizations/1/inventory-adjustments-with-reconciliation/7`
  expect((await fetch(url, { headers: { Authorization: `Bearer ${key}` } })).status).toBe(200)
  await expect.poll(() => page.getByRole('cell', { name: 'oauth read', exact: true }).count()).toBe(1)
  expect(opened?.complaints).toEqual([])
})

test('a status that is documented as `default` can be chosen for one of 600 operations', async () => {
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

test('long titles and names fit into a narrow window', async () => {
  const page = await open('/~own-narrow/#apis', { viewport: { width: 360, height: 800 } })
  for (const view of ['apis', 'traffic', 'accounts', 'faults', 'settings']) {
    await page.evaluate(`location.hash = '${view}'`)
    await expect.poll(() => page.locator('main').textContent()).toContain(title)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  }
  expect(opened?.complaints).toEqual([])
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPlace } from '../attacks/place.ts'
import { orders } from '../engine/orders.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { auditOf, clean } from './accessibility.ts'
import { closeBrowser, foreignSite, openBrowser } from './browser.ts'
import { type Site, startSite } from './site.ts'
import { newContext, stagePatience } from './stage.ts'

let server: TestServer
let site: Site

beforeAll(async () => {
  const flows = { authorizationCode: {}, deviceAuthorization: {} }
  ;[server, site] = await Promise.all([startTestServer({ ownApis: [orders('orders', { flows })] }), startSite()])
}, stagePatience)

afterAll(async () => {
  await closeBrowser()
  await Promise.all([server.stop(), site.stop()])
})

/** A browser that a page has just sent to the authorization server. */
async function sent(from = site.origin()): Promise<Page> {
  const page = await (await newContext(await openBrowser())).newPage()
  await page.goto(from)
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: 'demo', redirect_uri: `${site.origin()}/callback`, state: 'kept' },
    ...{ scope: 'openid orders:read', login_hint: 'grace' },
  })
  const address = `http://localhost:${server.port}${newPlace(server).root}/orders/_auth/authorize?${query}`
  await Promise.all([page.waitForURL(/authorize/), page.evaluate(`location.href = ${JSON.stringify(address)}`)])
  return page
}

const button = (page: Page, name: string) => page.getByRole('button', { name })

describe('the authorization page in a browser', { tags: 'full' }, () => {
  test.each(['localhost', foreignSite])('leads back to the app with a code from a page of %s', async (host) => {
    const page = await sent(site.origin(host))
    await button(page, 'Allow as Ada').click()
    await page.waitForURL(/callback/)
    const { searchParams } = new URL(page.url())
    expect([...searchParams.keys()]).toEqual(['code', 'state', 'iss'])
    expect(JSON.stringify(site.asked.map(({ headers }) => headers))).not.toContain('_auth')
  })

  test('leads back by a name and a password, after a wrong one too, and by a refusal', async () => {
    const page = await sent()
    for (const password of ['wrong', 'correct-horse-battery-staple']) {
      await page.getByLabel('Password').fill(password)
      await button(page, 'Sign in and allow').click()
    }
    await page.waitForURL(/callback\?code=/)
    const other = await sent()
    await button(other, 'Deny').click()
    await other.waitForURL(/callback\?error=access_denied/)
  })

  test('can be used by everyone, with a problem on it and without', async () => {
    const page = await sent()
    expect(await auditOf(page)).toEqual(clean)
    await page.getByLabel('Password').fill('wrong')
    await button(page, 'Sign in and allow').click()
    await page.getByRole('alert').waitFor()
    expect(await auditOf(page)).toEqual(clean)
  })

  test('is submitted by no form of another page', async () => {
    const page = await sent()
    const token = await page.locator('[name="form_token"]').first().inputValue()
    const action = new URL(page.url())
    await page.goto(site.origin(foreignSite))
    const answered = page.waitForResponse(/authorize/)
    const fields = JSON.stringify({ form_token: token, account: 'ada' })
    await page.evaluate(`(() => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action: ${JSON.stringify(action.origin + action.pathname)} })
      for (const [name, value] of Object.entries(${fields})) form.append(Object.assign(document.createElement('input'), { name, value }))
      document.body.append(form)
      form.submit()
    })()`)
    expect((await answered).status()).toBe(403)
  })
})

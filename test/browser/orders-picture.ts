import type { Page } from 'playwright-core'
import { ada } from '../attacks/logins.ts'

const [width, tallest] = [1_440, 900]
/** As large as a README shows it. */
export const ordersWindow = { viewport: { width, height: tallest }, deviceScaleFactor: 1_200 / width } as const

const json = { 'Content-Type': 'application/json' }

/** A wrong password, a login, what its role allows and what not, and the end of the session. */
async function useOrders(origin: string): Promise<void> {
  const post = (path: string, body: object, headers = {}) =>
    fetch(origin + path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
  const login = (secret: string) => post('/orders/v1/login', { email: ada.email, password: secret })
  await login('wrong')
  const { accessToken } = (await (await login(ada.password)).json()) as { readonly accessToken: string }
  const headers = { Authorization: `Bearer ${accessToken}` }
  await fetch(`${origin}/orders/v1/orders`, { headers })
  await post('/orders/v1/orders/ord_1042/refund', { reason: 'Arrived broken' }, headers)
  await post('/sandbox/v1/clock/advance', { seconds: 900 })
  await fetch(`${origin}/orders/v1/orders`, { headers })
}

/** The console with one's own API, above what the traffic says of its refusals. */
export async function takeOrders(page: Page, origin: string): Promise<Buffer> {
  await useOrders(origin)
  const views: string[] = []
  for (const [view, text] of [
    ['APIs', 'Security schemes'],
    ['Traffic', 'it takes staff'],
  ] as const) {
    await page.goto(origin)
    await page.getByRole('navigation').getByText(view, { exact: true }).click()
    await page.getByText(text).first().waitFor()
    const { height = 0 } = (await page.locator('main').boundingBox()) ?? {}
    const clip = { x: 0, y: 0, width, height: Math.min(height + 66, tallest) }
    views.push((await page.screenshot({ clip })).toString('base64'))
  }
  await page.goto('about:blank')
  const images = views.map((view) => `<img style="display:block;width:100%" src="data:image/png;base64,${view}">`)
  await page.setContent(`<body style="margin:0">${images.join('')}`)
  return page.screenshot({ fullPage: true })
}

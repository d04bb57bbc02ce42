import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { sites } from '../../src/cli/sites.ts'
import { htmlReport } from '../../src/verify/reports/html/page.ts'
import { verify } from '../../src/verify/verify.ts'
import { kheLogin } from '../attacks/khe-logins.ts'
import { ada } from '../attacks/logins.ts'
import { nebulaLogin, nebulaToken } from '../attacks/nebula-block.ts'
import { type Place, placeOf } from '../attacks/place.ts'
import { codeFor } from '../attacks/tag.ts'
import { startTestServers } from '../test-server.ts'
import { closeBrowser, openBrowser } from './browser.ts'
import { beginning } from './oauth.ts'
import { ordersWindow, takeOrders } from './orders-picture.ts'
import { startOrders } from './orders-server.ts'

/** A picture for the README: what is opened, and what is done there before it is taken. */
interface Shot {
  readonly name: string
  readonly path: string
  readonly before?: (page: Page) => Promise<void>
}

const shots: readonly Shot[] = [
  { name: 'console', path: '/', before: (page) => seeTraffic(page) },
  { name: 'docs', path: '/docs/' },
  { name: 'provider', path: beginning('/numbers-station') },
]

const { values } = parseArgs({ options: { port: { type: 'string', default: '4000' } } })
const folder = 'docs/images'
const laptop = { viewport: { width: 1_280, height: 800 }, deviceScaleFactor: 2 } as const

// The usual ports, since addresses are in the pictures.
const port = Number(values.port)
const server = await startTestServers({ port, mockPort: port + 10, sites })
try {
  await enliven(placeOf(server, ''))
  mkdirSync(folder, { recursive: true })
  const browser = await openBrowser()
  const page = await browser.newPage({ ...laptop, colorScheme: 'light', reducedMotion: 'reduce' })
  for (const shot of shots) await take(page, shot)
  await takeReport(page)
} finally {
  await closeBrowser()
  await server.stop()
}
await takeOwnApi()

async function seeTraffic(page: Page): Promise<void> {
  await page.getByRole('navigation').getByText('Traffic').click()
  await page.getByText('users/credits').first().waitFor()
}

/** What a day at work leaves behind: logins, a wrong password, a code in the outbox, a token that is over. */
async function enliven(place: Place): Promise<void> {
  await nebulaLogin(place, ada.login, 'a-wrong-password')
  const bearer = await nebulaToken(place)
  await kheLogin(place)
  await codeFor(place, ada.email)
  await place.control('POST', '/clock/advance', { seconds: 7_201 })
  await place.send('GET', '/nebula-block/api/v1/users/credits', { bearer })
}

/** What a run of the suite against this server writes for a review. */
async function takeReport(page: Page): Promise<void> {
  const report = await verify({ api: 'nebula-block', sandbox: `http://localhost:${server.port}` })
  // Or the policy of the page before would hold its style off.
  await page.goto('about:blank')
  await page.setContent(htmlReport(report))
  await keep(page, 'verify')
}

/** The console of `examples/orders`, served from its configuration. */
async function takeOwnApi(): Promise<void> {
  const orders = await startOrders(port)
  try {
    const page = await (await openBrowser()).newPage({ ...ordersWindow, colorScheme: 'light', reducedMotion: 'reduce' })
    writeFileSync(`${folder}/orders.png`, await takeOrders(page, `http://localhost:${port}`))
    process.stdout.write(`${folder}/orders.png\n`)
  } finally {
    await closeBrowser()
    await orders.stop()
  }
}

async function take(page: Page, { name, path, before }: Shot): Promise<void> {
  const answer = await page.goto(`http://localhost:${server.port}${path}`)
  if (answer?.status() !== 200) {
    process.exitCode = 1
    process.stderr.write(`${name}: ${path} answered ${answer?.status()}; build it first\n`)
    return
  }
  await before?.(page)
  await keep(page, name)
}

async function keep(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}.png` })
  process.stdout.write(`${folder}/${name}.png\n`)
}

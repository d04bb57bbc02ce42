import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'

/** WCAG 2.2, levels A and AA, and what axe recommends beyond. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Has every later page of the context bring axe along; no policy of a page can keep it out. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: axe.source })
}

/** What axe finds wrong with a page as it is now, in a line each; its context has to bring axe along. */
export async function faultsOf(page: Page): Promise<string[]> {
  const results = await page.evaluate<axe.AxeResults>(`axe.run({ runOnly: ${JSON.stringify(rules)} })`)
  const faults = [...results.violations, ...results.incomplete]
  return faults.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help} (${html})`))
}

import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** WCAG 2.2, levels A and AA, and what axe recommends beyond. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with a page, and what it cannot decide, in a line each. */
interface Audit {
  readonly violations: readonly string[]
  readonly undecided: readonly string[]
}

export const clean: Audit = { violations: [], undecided: [] }

/** Looks at a page as it is now, whatever its own policy; what stands under one of the selectors is passed over. */
export async function auditOf(page: Page, exclude: readonly string[] = []): Promise<Audit> {
  await page.evaluate(axe.source)
  const context = JSON.stringify({ include: [['html']], exclude: exclude.map((selector) => [selector]) })
  const results = await page.evaluate<axe.AxeResults>(`axe.run(${context}, { runOnly: ${JSON.stringify(rules)} })`)
  return { violations: lines(results.violations), undecided: lines(results.incomplete) }
}

function lines(results: readonly axe.Result[]): string[] {
  return results.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help} (${html})`))
}

import { expect, test } from 'vitest'
import { carefulClients, proveStockClients, publishedTable, tableOf } from '../../bench/clients/main.ts'

/** Which connection a call comes on, and so whether something is shown, is chance. */
function wrongOnly(table: string): string {
  return table.replaceAll('–', '✓')
}

test('the documentation says what stock clients do wrong', { tags: 'full', timeout: 300_000 }, async () => {
  expect(wrongOnly(tableOf(await proveStockClients()))).toBe(wrongOnly(publishedTable()))
})

test('axios and ky are not accused where they are used with care', { tags: 'full', timeout: 120_000 }, async () => {
  const reports = await proveStockClients(carefulClients)
  expect(reports.map(([{ name }, { verdict, totals }]) => [name, verdict, totals.passed > 20])).toEqual([
    ['careful-axios', 'holds', true],
    ['careful-ky', 'holds', true],
  ])
})

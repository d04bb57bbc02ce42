import { expect, test } from 'vitest'
import { proveStockClients, publishedTable, tableOf } from '../../bench/clients/main.ts'

/** Which connection a call comes on, and so whether something is shown, is chance. */
function wrongOnly(table: string): string {
  return table.replaceAll('–', '✓')
}

test('the documentation says what stock clients do wrong', { tags: 'full', timeout: 300_000 }, async () => {
  expect(wrongOnly(tableOf(await proveStockClients()))).toBe(wrongOnly(publishedTable()))
})

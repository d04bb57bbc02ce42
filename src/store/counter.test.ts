import { expect, test } from 'vitest'
import { ledgerIn, openDatabase } from '../../test/ledger.ts'
import { nextNumber } from './counter.ts'

const database = openDatabase()

test('a count begins at 1 and never gives a number twice', async () => {
  const { scope } = ledgerIn(database)
  const elsewhere = ledgerIn(database)

  const numbers = await Promise.all(Array.from({ length: 50 }, () => nextNumber(scope, 'key')))

  expect(numbers).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
  expect(await nextNumber(scope, 'account')).toBe(1)
  expect(await nextNumber({ ...scope, api: 'shop' }, 'key')).toBe(1)
  expect(await nextNumber(elsewhere.scope, 'key')).toBe(1)
})

import { expect, test } from 'vitest'
import { iso } from './clock.ts'

test.each([
  [0, '1970-01-01T00:00:00.000Z'],
  [1_798_761_600_000, '2027-01-01T00:00:00.000Z'],
  [-62_167_219_200_001, '0000-01-01T00:00:00.000Z'],
  [253_402_300_800_000, '9999-12-31T23:59:59.999Z'],
  [8.64e15 + 1, '9999-12-31T23:59:59.999Z'],
])('iso() writes %d as %s', (moment, written) => {
  expect(iso(moment)).toBe(written)
})

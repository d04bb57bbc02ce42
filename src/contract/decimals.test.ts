import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMultiple } from './decimals.ts'

test.each([
  [19.99, 0.01],
  [0.07, 0.01],
  [1234567890.12, 0.01],
  [0.3, 0.1],
  [4.5, 1.5],
  [0, 0.01],
  [-2.34, 0.01],
  [1e300, 0.5],
  [3e-7, 1e-7],
  [7, 0.7],
])('%d is a multiple of %d', (value, divisor) => {
  expect(isMultiple(value, divisor)).toBe(true)
})

test.each([
  [19.999, 0.01],
  [0.005, 0.01],
  [1234567890.123, 0.01],
  [1, 0.3],
  [1e-300, 0.5],
  [Number.POSITIVE_INFINITY, 0.01],
  [Number.NaN, 0.01],
])('%d is no multiple of %d', (value, divisor) => {
  expect(isMultiple(value, divisor)).toBe(false)
})

test('a number of cents is a multiple of a cent, and a tenth of one more is not', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
      expect(isMultiple(Number(`${cents}e-2`), 0.01)).toBe(true)
      expect(isMultiple(Number(`${cents * 10 + 1}e-3`), 0.01)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

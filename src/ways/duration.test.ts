import { expect, test } from 'vitest'
import { millisecondsOf } from './duration.ts'

test.each([
  ['PT15M', 15 * 60_000],
  ['P30D', 30 * 86_400_000],
  ['P2W', 14 * 86_400_000],
  ['P1Y', 365 * 86_400_000],
  ['P1M', 30 * 86_400_000],
  ['P1DT2H3M4.5S', 86_400_000 + 7_384_500],
  ['PT0S', 0],
  ['never', Number.POSITIVE_INFINITY],
  ['P99999999999Y', Number.POSITIVE_INFINITY],
])('%s is a duration', (text, expected) => {
  expect(millisecondsOf(text)).toBe(expected)
})

test.each(['', 'P', 'PT', 'P1', '15M', 'PT1.5M', 'P1H', 'PT1D', '-PT1S', 'PT1M1H', ' PT1S', 'PT1S\n', 900, null, {}])(
  '%j is no duration',
  (text) => {
    expect(millisecondsOf(text)).toBeUndefined()
  },
)

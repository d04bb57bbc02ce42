import { expect, test } from 'vitest'
import { retryAfterOf } from './retry-after.ts'

const now = Date.UTC(2026, 0, 1, 0, 0, 0)

test.each([
  ['120', 120],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60],
  ['Thursday, 01-Jan-26 00:01:00 GMT', 60],
  ['Thu Jan  1 00:01:00 2026', 60],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
])('Retry-After: %j is %s', (text, seconds) => {
  expect(retryAfterOf(new Headers({ 'Retry-After': text }), now)).toBe(seconds)
})

test('without the header there is nothing to wait for', () => {
  expect(retryAfterOf(new Headers(), now)).toBeUndefined()
})

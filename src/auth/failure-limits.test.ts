import { expect, test } from 'vitest'
import { day, minute, second } from './clock.ts'
import { defaultFailureLimits, secondsToWait, startsNewWindow } from './failure-limits.ts'

const limits = defaultFailureLimits
const start = 1_800_000_000_000

const failures = (count: number, first = start, last = start) => ({ count, first, last })

test('the limits are those of NIST SP 800-63B-4, 5.2.2', () => {
  expect(limits).toEqual({ failuresPerLogin: 5, failuresPerAccount: 100, failuresPerAddress: 100 })
})

test.each([
  [1, 0],
  [4, 0],
  [5, 1],
  [6, 2],
  [7, 4],
  [8, 8],
  [14, 512],
  [15, 900],
  [16, 900],
  [100, 900],
  [5_000, 900],
])('after %i failures from one address a login waits %i seconds', (count, seconds) => {
  expect(secondsToWait('login', failures(count), limits, start)).toBe(seconds)
})

test('the wait runs from the last failure, is told in whole seconds, and ends to the millisecond', () => {
  const seven = failures(7, start - day, start)
  const wait = (later: number) => secondsToWait('login', seven, limits, start + later)

  expect([0, 1, 1_000, 3_001, 3_999, 4_000, 9_000].map(wait)).toEqual([4, 4, 3, 1, 1, 0, 0])
})

test('an account that failed 100 times in a row, from wherever, waits a day from the last', () => {
  const wait = (count: number, later: number) => secondsToWait('account', failures(count), limits, start + later)

  expect(wait(99, 0)).toBe(0)
  expect(wait(100, 0)).toBe(86_400)
  expect(wait(100, day - 1)).toBe(1)
  expect(wait(100, day)).toBe(0)
})

test('an address that failed 100 times waits until 15 minutes after the first', () => {
  const last = start + 10 * minute
  const wait = (count: number, later: number) =>
    secondsToWait('address', failures(count, start, last), limits, start + later)

  expect(wait(99, 10 * minute)).toBe(0)
  expect(wait(100, 10 * minute)).toBe(300)
  expect(wait(100, 15 * minute - 1)).toBe(1)
  expect(wait(100, 15 * minute)).toBe(0)
})

test('a clock that was set back makes nobody wait longer than the longest wait', () => {
  const wait = (scope: 'login' | 'account' | 'address') =>
    secondsToWait(scope, failures(1_000), limits, start - 30 * day)

  expect([wait('login'), wait('account'), wait('address')]).toEqual([900, 86_400, 900])
})

test('other limits move the thresholds and nothing else', () => {
  const strict = { failuresPerLogin: 1, failuresPerAccount: 2, failuresPerAddress: 3 }
  const wait = (scope: 'login' | 'account' | 'address', count: number) =>
    secondsToWait(scope, failures(count), strict, start)

  expect([0, 1, 2].map((count) => wait('login', count))).toEqual([0, 1, 2])
  expect([1, 2].map((count) => wait('account', count))).toEqual([0, 86_400])
  expect([2, 3].map((count) => wait('address', count))).toEqual([0, 900])
})

test.each([
  ['login', day - 1, false],
  ['login', day, true],
  ['account', day - 1, false],
  ['account', day, true],
] as const)('a failure of a %s %i ms after the last one starts afresh: %s', (scope, later, afresh) => {
  expect(startsNewWindow(scope, failures(3, start - 7 * day, start), start + later)).toBe(afresh)
})

test.each([
  [15 * minute - 1, false],
  [15 * minute, true],
])('a failure of an address %i ms after the first of its window starts afresh: %s', (later, afresh) => {
  expect(startsNewWindow('address', failures(3, start, start + 10 * minute), start + later)).toBe(afresh)
})

test('a clock that was set back makes nobody wait longer than the wait itself', () => {
  expect(secondsToWait('login', failures(5), limits, start - 10 * second)).toBe(11)
})

import { expect, test } from 'vitest'
import { hour } from '../auth/clock.ts'
import { MemoryLimits } from './memory-limits.ts'

const limit = { what: 'passwords', name: '192.0.2.1', most: 2, span: hour }

function limits() {
  const time = { now: 1_800_000_000_000 }
  return { time, limits: new MemoryLimits(() => time.now) }
}

test('so many uses are taken, then the rest of the span is waited for', () => {
  const { limits: counted, time } = limits()

  expect([counted.take(limit), counted.take(limit)]).toEqual([0, 0])
  expect(counted.take(limit)).toBe(3_600)
  time.now += hour - 1
  expect(counted.take(limit)).toBe(1)
  time.now += 1
  expect([counted.take(limit), counted.take(limit), counted.take(limit)]).toEqual([0, 0, 3_600])
})

test('what is refused is not counted, and a higher limit holds at once', () => {
  const { limits: counted } = limits()
  for (let use = 0; use < 5; use++) counted.take(limit)

  expect(counted.take({ ...limit, most: 3 })).toBe(0)
  expect(counted.take({ ...limit, most: 3 })).toBe(3_600)
})

test('each name is counted alone, and each kind of use', () => {
  const { limits: counted } = limits()
  for (let use = 0; use < 3; use++) counted.take(limit)

  expect(counted.take({ ...limit, name: '192.0.2.2' })).toBe(0)
  expect(counted.take({ ...limit, what: 'sign-ups' })).toBe(0)
})

test('a clock that is set back makes nobody wait for longer than the span', () => {
  const { limits: counted, time } = limits()
  for (let use = 0; use < 2; use++) counted.take(limit)

  time.now -= 5 * hour

  expect(counted.take(limit)).toBe(3_600)
})

import { expect, test } from 'vitest'
import type { Observed } from './observed.ts'
import { WorldTraffic } from './world-traffic.ts'

const exchange = (id: number) => ({ id }) as Observed

test('what foreign pages ask takes no place of the developer, and stands in the order in which it came', () => {
  const traffic = new WorldTraffic()
  for (const id of [1, 2, 3]) traffic.push(exchange(id), false)
  for (let id = 4; id <= 1_000; id++) traffic.push(exchange(id), true)
  traffic.push(exchange(1_001), false)

  const ids = traffic.toArray().map(({ id }) => id)

  expect(ids.slice(0, 4)).toEqual([1, 2, 3, 901])
  expect(ids.slice(-2)).toEqual([1_000, 1_001])
  expect([ids.length, traffic.size]).toEqual([104, 104])
})

test('of the developer the latest five hundred are kept', () => {
  const traffic = new WorldTraffic()
  const grown = Array.from({ length: 501 }, (_, id) => traffic.push(exchange(id), false))

  expect([grown.filter(Boolean).length, traffic.toArray()[0]?.id, traffic.latest?.id]).toEqual([500, 1, 500])
})

test('a world that foreign pages alone ask is not in use', () => {
  const traffic = new WorldTraffic()
  traffic.push(exchange(1), true)

  expect(traffic.latest).toBeUndefined()
})

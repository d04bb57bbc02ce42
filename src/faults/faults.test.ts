import { expect, test } from 'vitest'
import { Faults } from './faults.ts'

const drop = { api: 'one', kind: 'drop', times: 2 } as const

test('a fault is claimed as often as it is for, and then gone', () => {
  const faults = new Faults()
  expect(faults.isEmpty).toBe(true)
  expect(faults.add(drop)).toEqual({ ...drop, id: '1', remaining: 2 })
  expect(faults.isEmpty).toBe(false)
  expect(faults.claim('1', () => 0)).toBe(true)
  expect(faults.list()).toEqual([{ ...drop, id: '1', remaining: 1 }])
  expect(faults.claim('1', () => 0)).toBe(true)
  expect(faults.claim('1', () => 0)).toBe(false)
  expect(faults.isEmpty).toBe(true)
})

test('an id is never given twice', () => {
  const faults = new Faults()
  faults.add(drop)
  expect(faults.remove('1')).toBe(true)
  expect(faults.remove('1')).toBe(false)
  expect(faults.add(drop)?.id).toBe('2')
  faults.clear()
  expect(faults.list()).toEqual([])
  expect(faults.add(drop)?.id).toBe('3')
})

test('there are a hundred at the most', () => {
  const faults = new Faults()
  for (let made = 1; made <= 100; made++) expect(faults.add(drop)?.id).toBe(String(made))
  expect(faults.add(drop)).toBeUndefined()
  faults.remove('1')
  expect(faults.add(drop)).toEqual({ ...drop, id: '101', remaining: 2 })
  expect(faults.list()).toHaveLength(100)
})

test('a limit holds for its length and no longer, however the clock is set', () => {
  const faults = new Faults()
  faults.limit('login', 10_000, 2_000)
  expect(faults.isEmpty).toBe(false)
  expect(faults.limitOf('login', 10_000)).toBe(2_000)
  expect(faults.limitOf('other', 10_000)).toBe(0)
  expect(faults.limitOf('login', 11_500)).toBe(500)
  expect(faults.limitOf('login', 0)).toBe(2_000)
  expect(faults.limitOf('login', 12_000)).toBe(0)
  expect(faults.isEmpty).toBe(true)
})

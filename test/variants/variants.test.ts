import { describe, expect, test } from 'vitest'
import { isFull } from '../full.ts'
import { judge, told } from './judge.ts'
import { everywhere } from './variant.ts'
import { variants } from './variants.ts'

test('there are at least twenty-five, each with a name of its own, and each API has some', () => {
  const names = variants.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
  expect(names.length).toBeGreaterThanOrEqual(25)
  for (const api of everywhere) expect(variants.filter(({ apis }) => apis.includes(api)).length).toBeGreaterThan(25)
})

const all = variants.flatMap((variant) => variant.apis.map((api) => ({ variant, api, name: variant.name })))

/** In the brief form, one variant of each of two APIs. */
const judged = isFull
  ? all
  : everywhere.slice(0, 2).flatMap((api, at) => all.filter((row) => row.api === api)[at] ?? [])

describe('no check accuses a server that keeps its contract', () => {
  test.each(judged)('$api, $name', async ({ variant, api }) => {
    const { passed, accusing } = await judge(variant, api)
    expect(accusing.map(told)).toEqual([])
    expect(passed).toBeGreaterThan(50)
  })
})

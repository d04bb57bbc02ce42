import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../src/broken/kinds.ts'
import { type SelfTest, selfTest } from '../../src/broken/self-test.ts'
import { isFull, someOf } from '../full.ts'
import { subjects } from './subjects.ts'

const reports: SelfTest[] = []

describe('the derived checks hold on the engine, and see each kind of mistake but', () => {
  test.each(someOf(subjects, 1))('at $name: $notProven', async ({ load, notProven }) => {
    const report = await selfTest(await load())
    reports.push(report)
    expect(report.faulty.map(({ id }) => id)).toEqual([])
    expect(report.proofs.filter(({ by }) => !by).map(({ kind }) => kind)).toEqual(notProven)
  })
})

describe('the kinds', () => {
  test('have names of their own', () => {
    const ids = kinds.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
  })

  test.runIf(isFull)('are all possible in one of the contracts', () => {
    const possible = new Set(reports.flatMap(({ proofs }) => proofs.map(({ kind }) => kind)))
    expect(kinds.filter(({ id }) => !possible.has(id)).map(({ id }) => id)).toEqual([])
  })
})

afterAll(() => {
  for (const { api, proofs } of reports)
    process.stdout.write(`${api}: ${proofs.filter(({ by }) => by).length}/${proofs.length}\n`)
})

import { describe, expect, test } from 'vitest'
import { tags } from '../../src/conformance/tags.ts'
import { contractOf } from '../contract/contract-of.ts'
import { allFacts } from '../contract/facts.ts'
import { isFull } from '../full.ts'
import { control } from './control.ts'
import { judge } from './judge.ts'
import type { Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'
import { isCaught, type Scored, scoreTable, told } from './score.ts'

const apis = [...new Set(mutants.map(({ api }) => api))].sort()

describe('the register of mutants', () => {
  test('has every id once', () => {
    const ids = mutants.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
  })

  test('has one of every kind of promise', () => {
    const kinds = new Set(mutants.map(({ kind }) => kind))
    expect(tags.filter((tag) => !kinds.has(tag))).toEqual([])
  })

  test('breaks facts that there are', () => {
    const known = new Set(apis.flatMap(allFacts))
    expect(mutants.flatMap(({ facts }) => facts).filter((fact) => !known.has(fact))).toEqual([])
  })
})

async function scoredOf(mutant: Mutant): Promise<Scored> {
  return { mutant, verdict: await judge(mutant), seconds: 0 }
}

test('a mutant that breaks nothing is not caught', async () => {
  const facts = ['TG-01'] as const
  const nothing = { id: 'tag/nothing', api: 'tag', kind: 'form', title: 'Nothing', facts, wire: {} } as const
  const one = { mutant: nothing, verdict: await judge(nothing, { operations: ['listDelegates'] }), seconds: 0 }
  expect(told(one)).toBe('NOT CAUGHT')
  expect(one.verdict.ran).toBeGreaterThan(20)
  expect(scoreTable([one])).toMatch(/0\/1$/)
})

const scored: Scored[] = []

/** One of every kind of promise, and one of every API; the long form judges them all. */
const judged = isFull ? mutants : oneOfEach(mutants)

function oneOfEach(all: readonly Mutant[]): readonly Mutant[] {
  const kinds = new Map(all.map((mutant) => [mutant.kind, mutant]))
  const apis = new Map(all.map((mutant) => [mutant.api, mutant]))
  return [...new Set([...kinds.values(), ...apis.values()])]
}

describe('verify refuses', () => {
  test.each(judged)('$id: $title', async (mutant) => {
    const one = await scoredOf(mutant)
    scored.push(one)
    expect(isCaught(one), told(one)).toBe(true)
  })

  test('every one of them', () => {
    process.stdout.write(`\n${scoreTable(scored)}\n`)
    expect(scored.filter(isCaught)).toHaveLength(judged.length)
  })
})

describe('what refused them accepts', () => {
  test.each(apis)('the server of %s, which breaks nothing', async (api) => {
    const refused = new Set(scored.flatMap(({ mutant, verdict: { by } }) => (mutant.api === api && by ? [by.id] : [])))
    const controls = await control(api, await contractOf(api), refused)
    expect(controls.filter(({ outcome }) => outcome.result !== 'passed')).toEqual([])
    expect(controls).toHaveLength(refused.size)
  })
})

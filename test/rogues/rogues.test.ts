import { describe, expect, test } from 'vitest'
import { tags } from '../../src/conformance/tags.ts'
import { allFacts } from '../contract/facts.ts'
import { judge, judgeByAll } from './judge.ts'
import type { Rogue } from './rogue.ts'
import { rogues } from './rogues.ts'
import { isCaught, type Scored, scoreTable } from './score.ts'

const apis = [...new Set(rogues.map(({ api }) => api))].sort()

describe('the register of rogues', () => {
  test('has every id once', () => {
    const ids = rogues.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
  })

  test('has one of every kind of promise', () => {
    const kinds = new Set(rogues.map(({ kind }) => kind))
    expect(tags.filter((tag) => !kinds.has(tag))).toEqual([])
  })

  test('breaks facts that there are', () => {
    const known = new Set(apis.flatMap(allFacts))
    expect(rogues.flatMap(({ facts }) => facts).filter((fact) => !known.has(fact))).toEqual([])
  })
})

describe('verify accepts', () => {
  test.each(apis)('the server of %s, which breaks nothing', async (api) => {
    const { by, ran } = await judgeByAll({ api, break: (right) => right, wire: {} })
    expect(by).toBeUndefined()
    expect(ran).toBeGreaterThan(0)
  })

  test('and so does not catch a rogue that is none', async () => {
    const none: Rogue = { id: 'khe/none', api: 'khe', kind: 'form', title: 'Nothing', facts: ['KH-01'] }
    const verdict = { by: undefined, ran: 1 }
    expect(isCaught({ rogue: none, verdict, seconds: 0 })).toBe(false)
    expect(scoreTable([{ rogue: none, verdict, seconds: 0 }])).toContain('0/1')
  })
})

describe('verify refuses', () => {
  const scored: Scored[] = []

  test.each(rogues.map((rogue) => ({ id: rogue.id, title: rogue.title, rogue })))('$id: $title', async ({ rogue }) => {
    const one = { rogue, verdict: await judge(rogue), seconds: 0 }
    scored.push(one)
    const { by } = one.verdict
    expect(by && { check: by.id, facts: by.facts.map(({ id }) => id) }).toBeDefined()
    expect(isCaught(one), `caught by accident by "${by?.id}"`).toBe(true)
  })

  test('every one of them', () => {
    process.stdout.write(`\n${scoreTable(scored)}\n`)
    expect(scored.filter(isCaught)).toHaveLength(rogues.length)
  })
})

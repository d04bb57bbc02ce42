import { describe, expect, test } from 'vitest'
import { judge } from './judge.ts'
import { rogues } from './rogues.ts'
import { isCaught, type Scored, scoreTable } from './score.ts'

const scored: Scored[] = []

describe('the suite', () => {
  test.each(rogues.map((rogue) => ({ id: rogue.id, title: rogue.title, rogue })))(
    'refuses $id: $title',
    async ({ rogue }) => {
      const verdict = await judge(rogue)
      scored.push({ rogue, verdict, seconds: 0 })
      expect(verdict.by?.id).toBeTypeOf('string')
      expect(verdict.by?.facts).toEqual(expect.arrayContaining([expect.toBeOneOf([...rogue.facts])]))
    },
  )

  test('refuses every one of them', () => {
    process.stdout.write(`\n${scoreTable(scored)}\n`)
    expect(scored.filter((one) => !isCaught(one)).map(({ rogue }) => rogue.id)).toEqual([])
    expect(scored).toHaveLength(rogues.length)
  })
})

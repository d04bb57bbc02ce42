import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { patternText } from './pattern-text.ts'

test.each([
  'ak_[A-Za-z0-9_-]{43}',
  '^[0-9a-f]{24}$',
  'user-live-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}',
  '\\d{6}\\.\\w[\\]\\d-]{5}\\$',
])('a text of the pattern %s fits it', (pattern) => {
  const texts = Array.from({ length: 20 }, () => patternText(pattern, randomBytes) ?? '')

  for (const text of texts) expect(text).toMatch(new RegExp(`^(?:${pattern})$`, 'u'))
  expect(new Set(texts).size).toBe(texts.length)
})

test('every character of a class is as likely, since bytes beyond the last whole round are left out', () => {
  const bytes = [255, 255, 3, 6]
  const random = (count: number) => Buffer.from(bytes.splice(0, count))

  expect(patternText('[abc]{2}', random)).toBe('aa')
  expect(bytes).toEqual([])
})

test.each(['a*', '(a|b)', 'a.c', '[^a]', 'a{1,3}', '\\p{L}', '[z-a]', '[a', '\\bx', 'a{2'])(
  'a pattern such as %s makes no text',
  (pattern) => {
    expect(patternText(pattern, randomBytes)).toBeUndefined()
  },
)

import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { patternOf } from './pattern.ts'

describe('a pattern', () => {
  test.each([
    ['ak_[A-Za-z0-9_-]{43}', 'ak_'],
    ['user-live-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'user-live-'],
    ['(sk|pk)_\\d{4,9}', ''],
    ['k{3}x*', ''],
    ['s+', 's'],
    ['v1.[a-z]{20}', 'v1'],
    ['a|b', ''],
  ])('%s makes texts that fit it', (source, prefix) => {
    const pattern = patternOf(source)
    const texts = Array.from({ length: 20 }, () => pattern?.make(randomBytes) ?? '')
    expect(texts.every((text) => pattern?.fits(text))).toBe(true)
    expect(pattern?.prefix).toBe(prefix)
  })

  test('is anchored', () => {
    const pattern = patternOf('a|b')
    expect(['a', 'b', 'ab', 'xa', 'a\n', ''].filter((text) => pattern?.fits(text))).toEqual(['a', 'b'])
  })

  test('draws from the randomness that it is given, and without favour', () => {
    const drawn = [Buffer.from('ffffffff', 'hex'), Buffer.from('00000005', 'hex')]
    expect(patternOf('[0-9]')?.make(() => drawn.shift() ?? Buffer.alloc(4))).toBe('5')
  })

  test('that is none is no pattern', () => {
    expect(patternOf('(')).toBeUndefined()
  })
})

import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOfAnotherWorld, newWorldSecret } from './world-secret.ts'

const key = randomBytes(32)
const make = (world: string) => newWorldSecret(randomBytes, key, world)

test('a secret is 43 characters that never come again', () => {
  const made = Array.from({ length: 100 }, () => make('a'))

  expect(new Set(made).size).toBe(100)
  for (const secret of made) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
})

test.each([
  ['', 'a'],
  ['a', ''],
  ['a', 'b'],
  ['a', 'ab'],
])('one of the world "%s" is of another than "%s", and of no other than its own', (mine, other) => {
  const secret = make(mine)

  expect([isOfAnotherWorld(secret, key, other), isOfAnotherWorld(secret, key, mine)]).toEqual([true, false])
})

test('one of another server is of no other world here', () => {
  expect(isOfAnotherWorld(newWorldSecret(randomBytes, randomBytes(32), 'a'), key, 'b')).toBe(false)
})

test('one that was altered anywhere is of no other world', () => {
  const secret = make('a')
  for (let at = 0; at < secret.length; at++) {
    const altered = `${secret.slice(0, at)}${secret[at] === 'A' ? 'B' : 'A'}${secret.slice(at + 1)}`

    expect([at, isOfAnotherWorld(altered, key, 'b')]).toEqual([at, false])
  }
})

test('no text that was made up is of another world', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\w-]{43}$/)), (text) => !isOfAnotherWorld(text, key, 'b')),
  )
})

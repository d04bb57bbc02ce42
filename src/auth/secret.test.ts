import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashSecret, isSameSecret, newSecret, pooled } from './secret.ts'

test('a secret is 32 bytes of the given randomness in base64url', () => {
  const asked: number[] = []
  const secret = newSecret((bytes) => {
    asked.push(bytes)
    return Buffer.alloc(bytes, 0xfb)
  })

  expect(asked).toEqual([32])
  expect(secret).toBe('-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s')
})

test('ten thousand secrets are all different, of 43 characters, and use every bit alike', () => {
  const secrets = Array.from({ length: 10_000 }, () => newSecret(randomBytes))

  expect(new Set(secrets).size).toBe(10_000)
  expect(secrets.every((secret) => /^[A-Za-z0-9_-]{43}$/.test(secret))).toBe(true)
  expect(chiSquare(Buffer.concat(secrets.map((secret) => Buffer.from(secret, 'base64url'))))).toBeLessThan(400)
})

test('a pool gives every byte of its source once, in order, and asks for many at a time', () => {
  const asked: number[] = []
  const counting = (bytes: number) => {
    asked.push(bytes)
    return Buffer.alloc(bytes, asked.length)
  }
  const random = pooled(counting, 8)

  expect([random(3), random(5), random(4)].map((bytes) => [...bytes])).toEqual([
    [1, 1, 1],
    [1, 1, 1, 1, 1],
    [2, 2, 2, 2],
  ])
  expect([...random(9)]).toEqual(new Array(9).fill(3))
  expect([...random(5)]).toEqual(new Array(5).fill(4))
  expect(asked).toEqual([8, 8, 9, 8])
})

test('what a pool gave is nobody else’s: to write over it changes nothing that comes after', () => {
  const random = pooled((bytes) => Buffer.alloc(bytes, 1), 8)
  random(4).fill(9)

  expect([...random(4)]).toEqual([1, 1, 1, 1])
})

/** How far the bytes are from even; with 255 degrees of freedom, 400 is passed by chance once in ten million runs. */
function chiSquare(bytes: Buffer): number {
  const counts = new Array<number>(256).fill(0)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  const expected = bytes.length / 256
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

test('what is kept of a secret is its SHA-256', () => {
  expect(hashSecret('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU')
  expect(hashSecret('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})

test.each([
  ['abc', 'abc', true],
  ['', '', true],
  ['abc', 'abd', false],
  ['abc', 'ab', false],
  ['abc', 'abc\0', false],
  ['é', 'e\u0301', false],
])('"%s" and "%s" are the same secret: %s', (left, right, same) => {
  expect(isSameSecret(left, right)).toBe(same)
})

import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Failure } from './failure.ts'
import { checkToken, installationSecret } from './secret.ts'

const given = (text: string) => installationSecret(text, 'unused', true)

const pattern = (byte: (index: number) => number, length = 32) =>
  Buffer.from(Array.from({ length }, (_, at) => byte(at)))

describe('a secret that anybody could guess is refused with the remedy', () => {
  test.each([
    ['zeros', pattern(() => 0)],
    ['one byte again and again', pattern(() => 0xab)],
    ['bytes in turn', pattern((at) => at)],
    ['bytes in turn, backwards', pattern((at) => 255 - at)],
    ['every seventh byte', pattern((at) => (at * 7) % 256)],
    ['two bytes in turn', pattern((at) => at % 2)],
    ['four bytes again and again', pattern((at) => [0xde, 0xad, 0xbe, 0xef][at % 4] ?? 0)],
    ['a long one of few bytes', pattern((at) => (at * at) % 13, 256)],
  ])('%s', (_, secret) => {
    const refusal = new Failure(
      'LATCHKEY_SECRET is too regular to be a secret: make another one with "openssl rand -base64 32"',
    )
    expect(() => given(secret.toString('hex'))).toThrow(refusal)
    expect(() => given(secret.toString('base64'))).toThrow(refusal)
  })
})

test('what a generator of random bytes makes is taken, in hexadecimal and base64', () => {
  for (let round = 0; round < 2_000; round++) {
    const secret = randomBytes(32)
    expect(given(secret.toString(round % 2 === 0 ? 'hex' : 'base64'))).toEqual(secret)
  }
})

test.each([
  ['x'.repeat(31), 'LATCHKEY_CONTROL_TOKEN must have 32 characters or more; it has 31'],
  ['x'.repeat(32), /too regular to be a secret: make another one with "openssl rand -hex 32"$/],
  ['abcdefghijklmnopqrstuvwxyz0123456789', /too regular/],
  ['12'.repeat(20), /too regular/],
])('the control token %s is refused', (token, says) => {
  expect(() => checkToken(token)).toThrow(says)
})

test.each([
  'control-token-of-thirty-two-characters-or-more',
  randomBytes(16).toString('hex'),
  randomBytes(32).toString('base64'),
])('the control token %s is taken', (token) => {
  expect(checkToken(token)).toBe(token)
})

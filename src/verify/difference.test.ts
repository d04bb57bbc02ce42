import { expect, test } from 'vitest'
import { difference } from './difference.ts'

function jwt(header: object, payload: string, signature: string): string {
  return [JSON.stringify(header), payload]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
    .concat(`.${signature}`)
}

const token = 'Q7x_secret-token-Zz'
const hs = jwt({ alg: 'HS256' }, '{"sub":"ada"}', 'c2lnbmF0dXJl')

const cases: readonly (readonly [from: string, to: string, words: string | undefined])[] = [
  [token, `${token.slice(0, -1)}y`, 'last character changed'],
  [token, `X${token.slice(1)}`, 'first character changed'],
  [token, `${token.slice(0, 5)}#${token.slice(6)}`, 'character from position 6 of 19 changed'],
  [token, `${token}ab`, '2 characters appended'],
  [token, ` ${token}`, 'character added in front'],
  [token, token.slice(0, -4), 'last 4 characters removed'],
  [token, token.slice(1), 'first character removed'],
  [token, `${token.slice(0, 8)}--${token.slice(8)}`, '2 characters inserted'],
  [token, token.toUpperCase(), 'letters in another case'],
  [token, 'quite another secret', undefined],
  ['short', 'shor', undefined],
  [hs, `${hs.slice(0, hs.lastIndexOf('.'))}.`, 'last 12 characters removed'],
  [hs, jwt({ alg: 'none' }, '{"sub":"ada"}', ''), 'header changed to {"alg":"none"}, signature removed'],
  [hs, jwt({ alg: 'HS256' }, '{"sub":"grace"}', 'c2lnbmF0dXJl'), 'payload changed'],
  [hs, jwt({ alg: 'HS256' }, '{"sub":"grace"}', 'b3RoZXI'), undefined],
]

test.each(cases)('%s → %s: %s', (from, to, words) => {
  expect(difference(from, to)).toBe(words)
  // The words are about secrets, and hold none.
  expect(words ?? '').not.toContain(token.slice(3, 12))
})

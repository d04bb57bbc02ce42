import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { isOneTimePassword, keyedCode, newOneTimePassword } from './one-time-password.ts'
import type { Random } from './secret.ts'

/** A source that gives the numbers it is told to, as 32 bits each. */
function numbers(...values: number[]): Random {
  return () => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(values.shift() ?? 0)
    return bytes
  }
}

test.each([
  [0, '000000'],
  [123, '000123'],
  [999_999, '999999'],
  [1_000_000, '000000'],
  [4_293_999_999, '999999'],
])('%i is drawn as %s', (drawn, code) => {
  expect(newOneTimePassword(numbers(drawn))).toBe(code)
})

test('numbers that would favour some codes are drawn again', () => {
  expect(newOneTimePassword(numbers(4_294_000_000, 4_294_967_295, 42))).toBe('000042')
})

test.each([
  [4, 123, '0123'],
  [8, 42, '00000042'],
  [9, 999_999_999, '999999999'],
  [1, 123, '0123'],
  [40, 42, '000000042'],
  [Number.NaN, 42, '000042'],
])('%d digits: %i is drawn as %s', (digits, drawn, code) => {
  expect(newOneTimePassword(numbers(drawn), digits)).toBe(code)
  expect(isOneTimePassword(code, digits)).toBe(true)
  expect(isOneTimePassword(`${code}0`, digits)).toBe(false)
})

test('ten thousand codes are spread evenly over every digit', () => {
  const codes = Array.from({ length: 10_000 }, () => newOneTimePassword(randomBytes))

  for (let place = 0; place < 6; place++) {
    const counts = new Array<number>(10).fill(0)
    for (const code of codes) counts[Number(code[place])] = (counts[Number(code[place])] ?? 0) + 1
    // Chi-square of 9 degrees of freedom: over 50 once in 10^7 runs.
    expect(counts.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0)).toBeLessThan(50)
  }
})

test.each(['123456', '000000'])('"%s" could be one', (text) => {
  expect(isOneTimePassword(text)).toBe(true)
})

test.each(['', '12345', '1234567', '12345a', ' 123456', '123456\n', '١٢٣٤٥٦', '１２３４５６'])(
  '"%s" could not',
  (text) => {
    expect(isOneTimePassword(text)).toBe(false)
  },
)

test('what is kept depends on the key, the code and what it is bound to', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const kept = keyedCode(key, '123456', 'a')

  expect(kept).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(keyedCode(key, '123456', 'a')).toBe(kept)
  const others = [keyedCode(other, '123456', 'a'), keyedCode(key, '123457', 'a'), keyedCode(key, '123456', 'b')]
  expect(others).not.toContain(kept)
})

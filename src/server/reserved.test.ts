import { parse } from 'node:querystring'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutReserved } from './reserved.ts'

test.each([
  ['', ''],
  ['?', '?'],
  ['?q=a%20b', '?q=a%20b'],
  ['?q=a+b', '?q=a%20b'],
  ["?q=:/?#[]@!$'()*,;=", '?q=%3A%2F%3F%23%5B%5D%40%21%24%27%28%29%2A%2C%3B%3D'],
  ['?a=1&b=x/y&c&=z', '?a=1&b=x%2Fy&c&=z'],
])('%s becomes %s', (search, expected) => {
  expect(withoutReserved(search)).toBe(expected)
})

test('what a query means is the same, and nothing reserved is left in its values', () => {
  const character = fc.constantFrom(..."abc%20%3F&=:/?#[]@!$'()*+,; ")
  fc.assert(
    fc.property(fc.array(character, { maxLength: 30 }), (characters) => {
      const query = characters.join('')
      const clean = withoutReserved(`?${query}`).slice(1)

      expect(parse(clean)).toEqual(parse(query))
      for (const value of clean.split('&').map((pair) => pair.split('=').slice(1).join('=')))
        expect(value).not.toMatch(/[:/?#[\]@!$'()*+,;=]/)
    }),
    { numRuns: 300 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf } from './id.ts'

test.each([
  ['Train Travel API', 'train-travel-api'],
  ['  Acme®: Orders & Billing (v2) ', 'acme-orders-billing-v2'],
  ["Müller's Bäckerei", 'mullers-backerei'],
  ['ＡＰＩ №5', 'api-no5'],
  ['東京', 'api'],
  ['---', 'api'],
  ['', 'api'],
  ['A title of many words that goes on and on without end', 'a-title-of-many-words-that-goes-on-and'],
  ['exactly-forty-characters-end-with-this-xy', 'exactly-forty-characters-end-with-this'],
  ['exactly-forty-characters-end-with-thisxy and more', 'exactly-forty-characters-end-with-thisxy'],
  ['x'.repeat(100), 'x'.repeat(40)],
])('the id of %j is %s', (title, id) => {
  expect(idOf(title)).toBe(id)
})

test('every title has an id that may stand in an address and is its own id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (title) => {
      const id = idOf(title)
      expect(id).toMatch(/^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(idOf(id)).toBe(id)
    }),
    { numRuns: 300 },
  )
})

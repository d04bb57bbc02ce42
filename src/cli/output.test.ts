import { expect, test } from 'vitest'
import { harmless } from './output.ts'

test.each([
  ['\u001b]0;Latchkey\u0007Orders', '\\u001b]0;Latchkey\\u0007Orders'],
  ['\u001b[2J\u001b[8mhidden', '\\u001b[2J\\u001b[8mhidden'],
  ['\u009b2J', '\\u009b2J'],
  ['all is well\rOrders', 'all is well\\u000dOrders'],
  ['\r[1mOrders', '\\u000d[1mOrders'],
  ['Orders \u202etxt.exe', 'Orders \\u202etxt.exe'],
])('a sequence for terminals in a text of a contract is shown, not obeyed: %j', (text, shown) => {
  expect(harmless(text)).toBe(shown)
})

test('lines, tabs, letters and our own styles stay', () => {
  const text = '\u001b[1mÄpfel 🍎\u001b[22m\n\t\u001b[2mdim\u001b[22m \u001b[36mcyan\u001b[39m\n'
  expect(harmless(text)).toBe(text)
})

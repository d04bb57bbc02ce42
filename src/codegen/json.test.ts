import { expect, test } from 'vitest'
import { quickJson } from './json.ts'

test.each([
  ['{"a": {"b": [1, {"c": "x: \\": y"}]}, "": null}', { a: { b: [1, { c: 'x: ": y' }] }, '': null }],
  ['\uFEFF{ "__proto__" : 1 }', JSON.parse('{ "__proto__": 1 }')],
])('the value of %s is that of JSON.parse', (text, value) => {
  expect(quickJson(text)).toEqual(value)
})

test.each([
  ['a member that appears twice', '{"a": 1, "a": 2}'],
  ['one that is spelled in two ways', '{"a": 1, "\\u0061": 2}'],
  ['a comma too many', '{"a": 1,}'],
  ['YAML', '{a: 1}'],
  ['a list', '[1]'],
  ['what is nested deeply', `${'{"a":'.repeat(60)}1${'}'.repeat(60)}`],
])('%s is left to the careful parser', (_, text) => {
  expect(quickJson(text)).toBeUndefined()
})

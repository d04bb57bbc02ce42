import { expect, test } from 'vitest'
import { pathFault, select, TooSlow } from './json-path.ts'

test.for([
  ['paths', 0, 'it must begin with "$", which is the contract'],
  ['', 0, 'it must begin with "$", which is the contract'],
  ['$.paths./orders', 8, '"/" is unexpected; write names that are not plain words as [\'name\']'],
  ['$.paths.get-it', 11, '"-" is unexpected; write names that are not plain words as [\'name\']'],
  ["$.paths['/orders'", 17, 'it ends too early'],
  ['$.tags[?@.name = 1]', 15, 'to compare, write "=="'],
] as const)('%s is no JSONPath', ([path, offset, why]) => {
  expect(pathFault(path)).toEqual({ offset, message: `"${path}" is not a JSONPath: ${why}` })
})

test('parts are selected by their keys, each once', () => {
  const document = { "it's": { 'a\\b': [{ '\u0001': 1 }] }, b: 2 }
  expect(select(document, "$['b','b']")).toEqual([['b']])
  expect(new Set(select(document, '$..*').map((keys) => keys.join('/')))).toEqual(
    new Set(["it's", "it's/a\\b", "it's/a\\b/0", "it's/a\\b/0/\u0001", 'b']),
  )
})

test.for([
  ['a regular expression', "$[?match(@, '(a+)+b')]"],
  ['descendants of descendants', '$..*..*..*..*..*..*'],
] as const)('%s that takes too long ends', ([, path]) => {
  const deep = Array.from({ length: 200 }).reduce<object>((inner) => ({ a: inner, b: 1 }), { text: 'a'.repeat(50) })
  expect(() => select({ text: 'a'.repeat(50), deep }, path, 50)).toThrow(TooSlow)
})

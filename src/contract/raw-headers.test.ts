import { expect, test } from 'vitest'
import { joinedLines } from './raw-headers.ts'

test.each<[string, string, readonly string[]]>([
  ['content-type', 'a/b', ['a/b']],
  ['content-type', 'a/b, c/d', ['a/b', 'c/d']],
  ['content-type', 'a/b; x="1, 2", c/d', ['a/b; x="1, 2"', 'c/d']],
  ['content-type', 'a/b; x="\\", 2"', ['a/b; x="\\", 2"']],
  ['content-type', 'a/b; x="1, 2', ['a/b; x="1, 2']],
  ['content-type', 'a/b; x="1, \\', ['a/b; x="1, \\']],
  ['origin', 'https://a.example, https://b.example', ['https://a.example', 'https://b.example']],
  ['origin', ',', [',']],
  ['referer', 'https://a.example/b,c', ['https://a.example/b,c']],
  ['accept', 'a/b, c/d', ['a/b, c/d']],
])('%s: %s has these lines', (name, value, lines) => {
  expect(joinedLines(name, value)).toEqual(lines)
})

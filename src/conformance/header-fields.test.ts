import { expect, test } from 'vitest'
import { challengesOf, listOf, secondsToWait, setCookieOf } from './header-fields.ts'

test.each([
  [['no-store'], ['no-store']],
  [['no-store, max-age=0'], ['no-store', 'max-age=0']],
  [['private="a, b" ,, no-store'], ['private="a, b"', 'no-store']],
  [
    ['a', 'b , c'],
    ['a', 'b', 'c'],
  ],
  [[' , '], []],
])('%j is a list of %j', (lines, elements) => {
  expect(listOf(lines)).toEqual(elements)
})

test.each([
  ['Basic realm="khe", charset="UTF-8"'],
  ['basic charset=UTF-8 , REALM = "khe"'],
  ['BASIC  Charset="UTF-8",realm="k\\he"'],
])('%s is one challenge, whatever its order and letter case', (line) => {
  expect(challengesOf([line])).toEqual([{ scheme: 'basic', parameters: { realm: 'khe', charset: 'UTF-8' } }])
})

test('challenges are told apart in one line and in several, with and without parameters', () => {
  expect(challengesOf(['Negotiate, Bearer realm="a, b", error="x"', 'APIKey', 'Digest abc=='])).toEqual([
    { scheme: 'negotiate', parameters: {} },
    { scheme: 'bearer', parameters: { realm: 'a, b', error: 'x' } },
    { scheme: 'apikey', parameters: {} },
    { scheme: 'digest', parameters: {} },
  ])
})

test('no line is no challenge', () => {
  expect(challengesOf([])).toEqual([])
})

test.each([
  ['session_id=abc; Max-Age=43200; Path=/; Secure; HttpOnly; SameSite=Lax'],
  ['session_id=abc;httponly;secure;SAMESITE=Lax;path=/;max-age=43200'],
  ['session_id="abc" ; Path = / ; HttpOnly; Secure=; Max-Age=43200; SameSite=Lax'],
])('%s sets one cookie, whatever the order and letter case of its attributes', (line) => {
  expect(setCookieOf(line)).toEqual({
    name: 'session_id',
    value: 'abc',
    attributes: { 'max-age': '43200', path: '/', secure: '', httponly: '', samesite: 'Lax' },
  })
})

test.each([
  ['120', 120],
  ['Thu, 01 Jan 2026 00:02:00 GMT', 120],
  ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
  ['', undefined],
])('Retry-After: %s is a wait of %s seconds', (value, seconds) => {
  expect(secondsToWait(value, Date.UTC(2026, 0, 1))).toBe(seconds)
})

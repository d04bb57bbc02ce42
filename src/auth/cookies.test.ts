import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCookie, serialiseCookie } from './cookies.ts'

const cookies = (...lines: string[]) => ((name) => (name === 'cookie' ? lines : [])) as (name: string) => string[]

test.each([
  ['alone', ['sid=abc']],
  ['among others', ['theme=dark; sid=abc; lang=en']],
  ['without blanks', ['theme=dark;sid=abc;lang=en']],
  ['on a line of its own', ['theme=dark', 'sid=abc']],
  ['beside one whose name ends alike', ['xsid=evil; sid=abc']],
  ['beside one whose name begins alike', ['sid2=evil; sid=abc']],
  ['beside one whose name differs in case', ['SID=evil; sid=abc']],
  ['beside one whose value looks like it', ['x=sid=evil; sid=abc']],
  ['beside pairs that are none', [';; =; x; sid=abc;']],
])('a cookie %s is read', (_, lines) => {
  expect(readCookie(cookies(...lines), 'sid')).toBe('abc')
})

test.each([
  ['no Cookie header', []],
  ['an empty one', ['']],
  ['other cookies', ['theme=dark; lang=en']],
  ['the name alone', ['sid']],
  ['a name of another case', ['Sid=abc']],
])('%s has none', (_, lines) => {
  expect(readCookie(cookies(...lines), 'sid')).toBe('missing')
})

test.each([
  ['two of the name', ['sid=abc; sid=abc']],
  ['two of the name on two lines', ['sid=abc', 'sid=def']],
  ['one good and one empty', ['sid=abc; sid=']],
  ['an empty value', ['sid=']],
  ['a quoted value', ['sid="abc"']],
  ['a blank in the value', ['sid=a bc']],
  ['a blank after the value', ['sid=abc ; lang=en']],
  ['a comma in the value', ['sid=abc,def']],
  ['an equals sign in the value', ['sid=abc=']],
  ['a percent-encoded value', ['sid=%61bc']],
  ['a byte outside ASCII', ['sid=abc\u00e9']],
  ['a no-break space at the end', ['sid=abc\u00a0']],
  ['a NUL', ['sid=abc\0']],
  ['the word for none', ['sid=missing']],
  ['more than 4,096 characters', [`sid=${'x'.repeat(4_097)}`]],
])('%s is malformed', (_, lines) => {
  expect(readCookie(cookies(...lines), 'sid')).toBe('malformed')
})

test('what was set is what is read, wherever it stands', () => {
  const value = fc.stringMatching(/^[A-Za-z0-9\-._~]{1,64}$/)
  const others = fc.array(fc.stringMatching(/^[a-z]{4,8}=[^;]*$/), { maxLength: 4 })
  fc.assert(
    fc.property(value, others, others, (secret, before, after) => {
      const set = serialiseCookie('sid', secret, { path: '/', crossSite: false, maxAge: 60 })
      const pair = set.slice(0, set.indexOf(';'))

      expect(readCookie(cookies([...before, pair, ...after].join('; ')), 'sid')).toBe(secret)
    }),
  )
})

/** Header values are bytes, and Node reads them as Latin-1. */
const latin1 = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'))

test('no Cookie header makes the reader throw', () => {
  fc.assert(
    fc.property(fc.array(latin1, { maxLength: 3 }), (lines) => {
      expect(readCookie(cookies(...lines), 'sid')).toBeTypeOf('string')
    }),
  )
})

test('a cookie is kept from scripts, from plain HTTP and from other sites', () => {
  expect(serialiseCookie('sid', 'abc', { path: '/api', crossSite: false, maxAge: 43_200 })).toBe(
    'sid=abc; Max-Age=43200; Path=/api; Secure; HttpOnly; SameSite=Lax',
  )
})

test('a cookie for other sites says so', () => {
  expect(serialiseCookie('sid', 'abc', { path: '/', crossSite: true, maxAge: 60 })).toBe(
    'sid=abc; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=None',
  )
})

test('a cookie is taken back with the attributes it was set with', () => {
  expect(serialiseCookie('sid', '', { path: '/api', crossSite: false, maxAge: 0 })).toBe(
    'sid=; Max-Age=0; Path=/api; Secure; HttpOnly; SameSite=Lax',
  )
})

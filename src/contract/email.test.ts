import { expect, test } from 'vitest'
import { emailAddress } from './email.ts'

test.each(['dev@localhost', 'ada@example.com', 'a.b+c@x-1.example', "o'neil@a.b.c", 'a@1'])(
  '%s is an address',
  (text) => {
    expect(emailAddress.test(text)).toBe(true)
  },
)

test.each([
  'lin',
  '@localhost',
  'a@',
  'a@.',
  'a@b.',
  'a@.b',
  'a@-b',
  'a@b-',
  '.a@b',
  'a.@b',
  'a..b@c',
  'a b@c',
  'a@b@c',
  'a@b\n',
  '',
])('"%s" is not an e-mail address', (text) => {
  expect(emailAddress.test(text)).toBe(false)
})

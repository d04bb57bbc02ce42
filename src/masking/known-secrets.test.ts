import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formText, jsonText, pathText } from './encoded-text.ts'
import { KnownSecrets } from './known-secrets.ts'
import { shown } from './pieces.ts'

const secret = 'correct "horse" bättery'
const known = new KnownSecrets([{ name: 'password', value: secret }])

describe('a known secret is hidden', () => {
  test.each([
    ['as it is', `the word is ${secret}.`, 'the word is corr….'],
    ['twice', `${secret}${secret}`, 'corr…corr…'],
    ['as JSON within a text', `{"a":${JSON.stringify(secret)}}`, '{"a":"corr…"}'],
    ['in a URL', `/x?a=${encodeURIComponent(secret)}&b`, '/x?a=corr…&b'],
    ['in a form', `a=${new URLSearchParams({ '': secret }).toString().slice(1)}`, 'a=corr…'],
  ])('%s', (_, text, expected) => {
    expect(known.hideInText(text)).toBe(expected)
  })

  test.each([
    ['JSON, in other escapes', jsonText('x \\u0063orrect \\u0022horse\\u0022 b\\u00e4ttery y'), 'x \\u0063orr… y'],
    ['a form, in other escapes', formText('x+%63orrect+%22horse%22+b%c3%a4ttery+y'), 'x+%63orr…+y'],
    ['a path, in other escapes', pathText('/x/%63orrect%20%22horse%22%20b%c3%a4ttery/y'), '/x/%63orr…/y'],
  ])('in %s, at the places of its escapes', (_, text, expected) => {
    expect(shown(known.hideIn([text]))).toBe(expected)
  })

  test('an escape that stands for nothing of a secret stays whole', () => {
    const short = new KnownSecrets([], [{ name: 'pin', value: 'nnn' }])
    expect(shown(short.hideIn([jsonText('a\\nnnn\\nnn')]))).toBe('a\\n…\\nnn')
  })

  test('in values, names and lists', () => {
    expect(known.hideInValue({ [secret]: [secret, 1, null, { a: secret }] })).toEqual({
      'corr…': ['corr…', 1, null, { a: 'corr…' }],
    })
  })

  test('both halves of a Basic pair', () => {
    const basic = new KnownSecrets([{ name: 'basic', value: Buffer.from('ada:hunter2').toString('base64') }])
    expect(basic.hideInText('YWRhOmh1bnRlcjI= hunter2 ada')).toBe('YWRh… h… ada')
  })

  test('where its beginning gives it away, and at the end of a text that was cut', () => {
    const long = new KnownSecrets([{ name: 'token', value: 'abcdefgh'.repeat(8) }])
    expect(long.hideInText(`x ${'abcdefgh'.repeat(4)} y`)).toBe('x abcd… y')
    expect(long.hideInText('x abcdefghab y')).toBe('x abcdefghab y')
    expect(shown(long.hideIn([jsonText('x abcdefghab')], true))).toBe('x ab…')
    expect(shown(long.hideIn([jsonText('x abcde')], true))).toBe('x abcde')
  })
})

test('the longest one that stands there is hidden, and short ones only if they are certain', () => {
  const some = new KnownSecrets(
    ['secret', 'secret-word', 'secretly', 'pin12'].map((value) => ({ name: 'a', value })),
    ['1234', 'ab'].map((value) => ({ name: 'b', value })),
  )
  expect(some.hideInText('secret secret-word secretly secret-wor pin12 1234 ab')).toBe('s… se… se… s…-wor pin12 1… ab')
})

test('no secret is left, whatever secrets and text there are', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'b', '"', '\\', '%', '+', ' ', 'ö', '😀'),
    minLength: 6,
    maxLength: 12,
  })
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.array(word, { maxLength: 8 }), (secrets, words) => {
      const all = new KnownSecrets(secrets.map((value) => ({ name: 'a', value })))
      const text = [...words, ...secrets].join('-')
      const left = all.hideIn([{ encoded: text, value: text }])
      const texts = left.map((piece) => (typeof piece === 'string' || 'name' in piece ? '' : piece.encoded))
      for (const value of secrets) expect(texts.join('\n')).not.toContain(value)
      expect(left.map((piece) => (typeof piece === 'string' ? piece : piece.encoded)).join('')).toBe(text)
    }),
  )
})

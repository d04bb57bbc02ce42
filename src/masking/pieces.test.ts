import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import { bodyPieces } from './body-pieces.ts'
import { headerPieces } from './header-pieces.ts'
import { pairPieces, plainPieces, shown } from './pieces.ts'
import { secretNamesOf } from './secret-names.ts'

const isSecret = secretNamesOf(
  readContract({
    openapi: '3.1.0',
    info: { title: 'Bank', version: '1' },
    paths: {},
    components: {
      schemas: {
        Word: { type: 'string', 'x-secret': true },
        Login: {
          properties: {
            word: { $ref: '#/components/schemas/Word' },
            phrase: { format: 'password' },
            once: { writeOnly: true },
            api_key: { 'x-secret': false },
          },
        },
      },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Bank' } },
    },
  }),
)

test.each([
  ['word', true],
  ['phrase', true],
  ['once', true],
  ['X-Bank', true],
  ['x-bank', true],
  ['api_key', false],
  ['access_token', true],
  ['Password', true],
  ['tokens', true],
  ['token_type', false],
  ['grant_type', false],
  ['status', false],
  ['name', false],
])('%s is a secret: %s', (name, secret) => {
  expect(isSecret(name)).toBe(secret)
})

describe('a body', () => {
  const json = 'application/json'
  const form = 'application/x-www-form-urlencoded'
  test.each([
    [json, '{"name":"ada","word":"hunter2hunter2"}', '{"name":"ada","word":"hun…"}'],
    [json, '{ "word" : "0123456789abcdef" }', '{ "word" : "0123…" }'],
    [json, '{"word":"123456"}', '{"word":"1…"}'],
    [json, '{"word":["secret-one!",{"a":"secret-two!"}],"b":"c"}', '{"word":["se…",{"a":"se…"}],"b":"c"}'],
    [json, '{"w\\u006frd":"hunter2hunter2"}', '{"w\\u006frd":"hun…"}'],
    [json, '{"word":"hunter2hunt', '{"word":"hu…'],
    [json, '{"word":"a\\"hunter2hunter2"}', '{"word":"a\\"h…"}'],
    [json, '{word:hunter2hunter2}', '{word:hun…}'],
    [json, '{"password":123456,"code":401}', '{"password":1…,"code":401}'],
    [json, '{"a":true,"b":null,"c":1.5}', '{"a":true,"b":null,"c":1.5}'],
    [json, '{"url":"http://x/?state=hunter2hunter2&a=b"}', '{"url":"http://x/?state=hun…&a=b"}'],
    [form, 'name=ada&word=hunter2hunter2', 'name=ada&word=hun…'],
    [form, 'w%6Frd=hunter2hunter2&word=', 'w%6Frd=hun…&word='],
    ['text/plain', 'name=ada&word=hunter2hunter2', 'name=ada&word=hun…'],
    ['text/plain', 'hunter2hunter2', 'hun…'],
    ['', '{"word":"hunter2hunter2"}', '{"word":"hun…"}'],
    [
      'multipart/form-data',
      '--x\r\nContent-Disposition: form-data; name="word"\r\n\r\nhunter2hunter2\r\n--x--\r\n',
      '--x\r\nContent-Disposition: form-data; name="word"\r\n\r\nhun…\r\n--x--\r\n',
    ],
  ])('of %s: %s', (mediaType, text, expected) => {
    expect(shown(bodyPieces(text, mediaType, isSecret))).toBe(expected)
  })

  test('of JSON shows none of the secrets in it, however it is written', () => {
    const secret = fc.string({ minLength: 12, unit: 'grapheme' }).filter((text) => /\w/.test(text))
    fc.assert(
      fc.property(fc.jsonValue(), secret, fc.boolean(), (other, word, spaced) => {
        const text = JSON.stringify({ other, word, deep: [{ password: word }] }, null, spaced ? 1 : 0)
        const pieces = bodyPieces(text, json, isSecret)
        const hidden = pieces.filter((piece) => typeof piece !== 'string')
        // What is cut out, put back, is the body.
        expect(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.value)).join('')).toBe(text)
        expect(hidden.filter(({ value }) => value === JSON.stringify(word).slice(1, -1)).length).toBeGreaterThanOrEqual(
          2,
        )
      }),
    )
  })
})

test.each([
  ['Authorization', 'Bearer abcdefghijklmnop', 'Bearer abcd…'],
  ['authorization', 'abcdefghijklmnop', 'abcd…'],
  ['Cookie', 'a=abcdefghijklmnop; theme=dark-and-long-value', 'a=abcd…; theme=dark…'],
  ['Cookie', 'abcdefghijklmnop; =qrstuvwxyzabcdef; b=; c', 'abcd…; =qrst…; b=; …'],
  ['Authentication', 'Bearer 3ffa6571-5157-4482-b01d-1d7d4bde4c57', 'Bearer 3ffa…'],
  ['Set-Cookie', 'a=abcdefghijklmnop; Path=/; HttpOnly', 'a=abcd…; Path=/; HttpOnly'],
  ['X-Bank', 'abcdefghijklmnop', 'abcd…'],
  ['X-Auth-Token', 'abcdefghijklmnop', 'abcd…'],
  ['Location', 'http://x/cb?code=abcdefghijklmnop&a=1', 'http://x/cb?code=abcd…&a=1'],
  ['User-Agent', 'node', 'node'],
])('the header %s: %s', (name, value, expected) => {
  expect(shown(headerPieces(name, value, isSecret))).toBe(expected)
})

test('a query and a plain text are held to their names and to what looks like a token', () => {
  const token = 'k3JvYmFibHktYS10b2tlbi1vZi1zb21lLWtpbmQ'
  expect(shown(pairPieces('?token=abcdefghijklmnop&page=2', '&', isSecret))).toBe('?token=abcd…&page=2')
  expect(shown(plainPieces(`/users/${token}/x`, isSecret))).toBe('/users/k3Jv…/x')
  expect(shown(plainPieces('/users/6fa459ea-ee8a-4ca4-894e-db77e160355e', isSecret))).toBe(
    '/users/6fa459ea-ee8a-4ca4-894e-db77e160355e',
  )
})

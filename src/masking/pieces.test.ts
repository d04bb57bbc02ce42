import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import { bodyPieces, keepBody } from './body.ts'
import { plainText } from './encoded-text.ts'
import { headerPieces } from './header-pieces.ts'
import { type Pieces, plainPieces, secretsIn, shown } from './pieces.ts'
import { secretNamesOf } from './secret-names.ts'
import { targetPieces } from './target-pieces.ts'

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
  ['password2', true],
  ['password_confirmation', true],
  ['tokens', true],
  ['user[word]', true],
  ['word[0].text', true],
  ['user[api_key]', false],
  ['user.Password', true],
  ['token_type', false],
  ['grant_type', false],
  ['status', false],
  ['name', false],
])('%s is a secret: %s', (name, secret) => {
  expect(isSecret(name)).toBe(secret)
})

function piecesOf(text: string | Buffer, contentType: string): Pieces {
  const body = keepBody(text, contentType)
  return body ? bodyPieces(body, isSecret) : []
}

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data; boundary=x'

function part(name: string, value: string, more = ''): string {
  return `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
}

describe('a body', () => {
  test.each([
    [json, '{"name":"ada","word":"hunter2hunter2"}', '{"name":"ada","word":"hun…"}'],
    [json, '{ "word" : "0123456789abcdef" }', '{ "word" : "0123…" }'],
    [json, '{"word":"123456"}', '{"word":"1…"}'],
    [json, '{"word":["secret-one!",{"a":"secret-two!"}],"b":"c"}', '{"word":["se…",{"a":"se…"}],"b":"c"}'],
    [json, '{"list":[{"word":"secret-one!"},"shown"],"b":"c"}', '{"list":[{"word":"se…"},"shown"],"b":"c"}'],
    [json, '{"w\\u006frd":"hunter2hunter2"}', '{"w\\u006frd":"hun…"}'],
    [json, '{"word":"a\\"hunter2hunter2"}', '{"word":"a\\"hu…"}'],
    [json, '{"word":"\\u0041\\u0042\\u0043\\u0044"}', '{"word":"\\u0041…"}'],
    [json, '{"password":123456,"code":401}', '{"password":1…,"code":401}'],
    [json, '{"pin":[1234, 5678],"code":401}', '{"pin":[1…, 5…],"code":401}'],
    [json, '{"a":true,"b":null,"c":1.5}', '{"a":true,"b":null,"c":1.5}'],
    [json, '{"url":"http://x/?state=hunter2hunter2&a=b"}', '{"url":"http://x/?state=hun…&a=b"}'],
    [json, '{"this is no name":"a"}', '{"…":"a"}'],
    ['application/problem+json', '{"word":"hunter2hunter2"}', '{"word":"hun…"}'],
    ['Application/JSON; charset=utf-8', '{"word":"hunter2hunter2"}', '{"word":"hun…"}'],
    [form, 'name=ada&word=hunter2hunter2', 'name=ada&word=hun…'],
    [form, 'w%6Frd=hunter2hunter2&word=', 'w%6Frd=hun…&word='],
    [form, 'word=%68unter2hunter2&user[word]=hunter2hunter2', 'word=%68un…&user[word]=hun…'],
    [
      multipart,
      `${part('name', 'ada')}${part('word', 'hunter2hunter2')}--x--\r\n`,
      `${part('name', 'ada')}${part('word', 'hun…')}--x--\r\n`,
    ],
    [multipart, `${part('user[word]', 'a\r\nb\r\n--hunter2')}--x--`, `${part('user[word]', 'a\r\n…')}--x--`],
  ])('of %s: %s', (contentType, text, expected) => {
    expect(shown(piecesOf(text, contentType))).toBe(expected)
  })

  const ending = '--x--\r\n'

  test.each([
    [json, 'nothing but blanks', ' ', '(unreadable as application/json, 1 byte)'],
    [json, 'half of it', '{"word":"hunter2hunt', '(unreadable as application/json, 20 bytes)'],
    [json, 'names without quotes', '{word:hunter2hunter2}', '(unreadable as application/json, 21 bytes)'],
    [json, 'text outside ASCII', '{word:"ö"}', '(unreadable as application/json, 11 bytes)'],
    [json, 'Latin-1', Buffer.from('{"word":"\xf6"}', 'latin1'), '(unreadable as application/json, 12 bytes)'],
    [form, 'JSON', '{"word":"hunter2"}', `(unreadable as ${form}, 18 bytes)`],
    [form, 'JSON with an equals sign', '{"word":"hunter2="}', `(unreadable as ${form}, 19 bytes)`],
    [form, 'a word', 'hunter2', `(unreadable as ${form}, 7 bytes)`],
    [form, 'a broken escape', 'word=%zz', `(unreadable as ${form}, 8 bytes)`],
    [multipart, 'a form', 'word=hunter2', '(unreadable as multipart/form-data, 12 bytes)'],
    [multipart, 'nothing behind a boundary', `--x${ending}`, '(unreadable as multipart/form-data, 10 bytes)'],
    [multipart, 'no part', ending, '(unreadable as multipart/form-data, 7 bytes)'],
    [multipart, 'text before it', `hunter2${ending}`, '(unreadable as multipart/form-data, 14 bytes)'],
    [multipart, 'text behind it', `${part('a', 'b')}${ending}hunter2`, '(unreadable as multipart/form-data, 66 bytes)'],
    [multipart, 'no end', part('a', 'b'), '(unreadable as multipart/form-data, 52 bytes)'],
    [multipart, 'a file', part('a', 'b', '; filename="f"') + ending, '(unreadable as multipart/form-data, 73 bytes)'],
    [multipart, 'no name', part('a b', 'c') + ending, '(unreadable as multipart/form-data, 61 bytes)'],
    ['multipart/form-data', 'no boundary', part('a', 'b') + ending, '(unreadable as multipart/form-data, 59 bytes)'],
    ['text/plain', 'a word', 'hunter2hunter2', '(text/plain, 14 bytes)'],
    ['text/html; charset=utf-8', 'a page', '<p>hunter2</p>', '(text/html, 14 bytes)'],
    ['application/octet-stream', 'bytes', Buffer.from([0, 255]), '(application/octet-stream, 2 bytes)'],
    ['', 'JSON', '{"word":"hunter2hunter2"}', '(no media type, 25 bytes)'],
    ['hunter2\n; rm -rf', 'JSON', '{}', '(no media type, 2 bytes)'],
  ])('under %s that is %s shows nothing but its size', (contentType, _, body, expected) => {
    expect(shown(piecesOf(body, contentType))).toBe(expected)
  })

  test.each([
    [json, `{"name":"${'x'.repeat(4_067)}","word":"hunter2hunter2hunter2"}`, /","word":"hu…$/],
    [json, `{"name":"${'x'.repeat(5_000)}","word":"hunter2hunter2"}`, /^\{"name":"x{4087}$/],
    [form, `name=${'x'.repeat(4_075)}&word=hunter2hunter2`, /&word=hu…$/],
    [multipart, `${part('word', 'x'.repeat(5_000))}${ending}`, /\r\n\r\nxxxx…$/],
    [multipart, `${part('name', 'x'.repeat(4_000))}${part('word', 'hunter2')}${ending}`, /"name"\r\n\r\nx{4000}$/],
  ])('under %s is cut after 4096 bytes, whatever of it is secret', (contentType, text, end) => {
    expect(shown(piecesOf(text, contentType))).toMatch(end)
  })

  test('is cut between characters', () => {
    expect(shown(piecesOf(`{"name":"${'ö'.repeat(3_000)}"}`, json))).toBe(`{"name":"${'ö'.repeat(2_043)}`)
  })

  test('of JSON shows none of the secrets in it, however it is written', () => {
    const secret = fc.string({ minLength: 12, unit: 'grapheme' }).filter((text) => /\w/.test(text))
    fc.assert(
      fc.property(fc.jsonValue(), secret, fc.boolean(), (other, word, spaced) => {
        const text = JSON.stringify({ other, word, deep: [{ password: word }] }, null, spaced ? 1 : 0)
        const pieces = piecesOf(text, json)
        // What is cut out, put back, is the body.
        const whole = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.encoded)).join('')
        expect(text.startsWith(whole)).toBe(true)
        if (text.length < 1_000)
          expect(secretsIn([pieces]).filter(({ value }) => value === word).length).toBeGreaterThanOrEqual(2)
      }),
    )
  })
})

test.each([
  ['Authorization', 'Bearer abcdefghijklmnop', 'Bearer abcd…'],
  ['authorization', 'abcdefghijklmnop', 'abcd…'],
  ['Authorization', 'Bearer   abcdefghijklmnop', 'Bearer   abcd…'],
  ['Authorization', 'Bearer ', 'B…'],
  ['Cookie', 'a=abcdefghijklmnop; theme=dark-and-long-value', 'a=abcd…; theme=dark…'],
  ['Cookie', 'abcdefghijklmnop; =qrstuvwxyzabcdef; b=; c', 'abcd…; =qrst…; b=; …'],
  ['Cookie', '{"a":"b=c"}', '{"…'],
  ['Authentication', 'Bearer 3ffa6571-5157-4482-b01d-1d7d4bde4c57', 'Bearer 3ffa…'],
  ['Set-Cookie', 'a=abcdefghijklmnop; Path=/; HttpOnly', 'a=abcd…; Path=/; HttpOnly'],
  ['X-Bank', 'abcdefghijklmnop', 'abcd…'],
  ['X-Auth-Token', 'abcdefghijklmnop', 'abcd…'],
  ['Location', 'http://x/cb?code=abcdefghijklmnop&a=1', 'http://x/cb?code=abcd…&a=1'],
  ['User-Agent', 'node', 'node'],
])('the header %s: %s', (name, value, expected) => {
  expect(shown(headerPieces(name, value, isSecret))).toBe(expected)
})

test.each([
  ['?token=abcdefghijklmnop&page=2', '?token=abcd…&page=2'],
  ['?user[token]=abcdefghijklmnop', '?user[token]=abcd…'],
  ['?debug&page=2&&x=', '?debug&page=2&&x='],
  ['?{"password":"hunter2"}', '?…'],
  ['?%7B%22password%22:%22hunter2%22%7D=1&page=2', '?…&page=2'],
  ['?%zz=1&a=%zz', '?…&a=%zz'],
  ['?', '?'],
])('the query %s', (search, expected) => {
  expect(shown(targetPieces({ path: '/', search }, isSecret))).toBe(`/${expected}`)
})

test.each([
  ['one without a digit', 'XNnoZMp_gQOrgNcFBfwqcl-ikkGmbL_rr_VdNlCMIeM', 'XNno…'],
  ['one of digits and small letters', '5f6e1a2b3c4d5e6f7081920212345678', '5f6e…'],
  ['no word, however long', 'createNumbersStationLoginSession', 'createNumbersStationLoginSession'],
  ['no path with hyphens', 'how-to-log-in-with-an-api-key-and-a-token', 'how-to-log-in-with-an-api-key-and-a-token'],
])('what looks like a token is hidden in a plain text: %s', (_, text, expected) => {
  expect(shown(plainPieces(plainText(`/users/${text}/x`), isSecret))).toBe(`/users/${expected}/x`)
})

test('a plain text is held to what looks like a token', () => {
  const token = 'k3JvYmFibHktYS10b2tlbi1vZi1zb21lLWtpbmQ'
  const uuid = '6fa459ea-ee8a-4ca4-894e-db77e160355e'
  expect(shown(plainPieces(plainText(`/users/${token}/x`), isSecret))).toBe('/users/k3Jv…/x')
  expect(shown(plainPieces(plainText(`/users/${uuid}`), isSecret))).toBe(`/users/${uuid}`)
})

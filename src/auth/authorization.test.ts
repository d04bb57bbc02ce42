import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FieldReader, readBasic, readBearer, readFormBasic, readHeaderKey, readQueryKey } from './authorization.ts'

/** Header lines as they came in. */
const sent =
  (...lines: readonly (readonly [name: string, value: string])[]): FieldReader =>
  (name) =>
    lines.filter(([own]) => own === name).map(([, value]) => value)

const authorization = (...values: string[]) => sent(...values.map((value) => ['authorization', value] as const))
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64')
const basic = (text: string | Buffer) => authorization(`Basic ${base64(text)}`)

describe('Bearer', () => {
  test.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['BEARER abc', 'abc'],
    ['Bearer   abc', 'abc'],
    ['Bearer a-._~+/9==', 'a-._~+/9=='],
    [`Bearer ${'x'.repeat(4_089)}`, 'x'.repeat(4_089)],
  ])('"%.20s" carries a token', (value, token) => {
    expect(readBearer(authorization(value))).toBe(token)
  })

  test('without an Authorization header there is none', () => {
    expect(readBearer(sent(['cookie', 'Bearer abc'], ['x-authorization', 'Bearer abc']))).toBe('missing')
  })

  test.each([
    ['empty', ''],
    ['the scheme alone', 'Bearer'],
    ['a scheme and a blank', 'Bearer '],
    ['the token alone', 'abc'],
    ['no blank after the scheme', 'Bearerabc'],
    ['a tab after the scheme', 'Bearer\tabc'],
    ['a tab among the blanks', 'Bearer \tabc'],
    ['a blank at its end, which no parser leaves there', 'Bearer abc '],
    ['a scheme that only begins so', 'BearerX abc'],
    ['a scheme that only ends so', 'XBearer abc'],
    ['another scheme', 'Basic YTpi'],
    ['two schemes', 'Negotiate Bearer abc'],
    ['a parameter', 'Bearer token="abc"'],
    ['two tokens', 'Bearer abc def'],
    ['a list', 'Bearer abc, Bearer def'],
    ['padding inside', 'Bearer a=b'],
    ['padding alone', 'Bearer =='],
    ['a quoted token', 'Bearer "abc"'],
    ['a percent sign', 'Bearer a%20b'],
    ['a byte outside ASCII', 'Bearer abc\u00e9'],
    ['a no-break space at its end', 'Bearer abc\u00a0'],
    ['a no-break space at its start', 'Bearer \u00a0abc'],
    ['a line break', 'Bearer abc\n'],
    ['more than 4,096 characters', `Bearer ${'x'.repeat(4_090)}`],
  ])('%s is malformed', (_, value) => {
    expect(readBearer(authorization(value))).toBe('malformed')
  })

  test('two Authorization lines are malformed, even two alike', () => {
    expect(readBearer(authorization('Bearer abc', 'Bearer abc'))).toBe('malformed')
  })
})

describe('Basic', () => {
  test.each([
    ['user and password', 'ada:secret', 'ada', 'secret'],
    ['an empty password', 'ada:', 'ada', ''],
    ['an empty name', ':secret', '', 'secret'],
    ['neither', ':', '', ''],
    ['colons in the password', 'ada:a:b:', 'ada', 'a:b:'],
    ['text outside ASCII', 'ädä:pä€😀', 'ädä', 'pä€😀'],
    ['blanks, which count', ' ada : secret ', ' ada ', ' secret '],
    ['a byte order mark, which counts', '\ufeffada:secret', '\ufeffada', 'secret'],
  ])('%s', (_, text, username, password) => {
    expect(readBasic(basic(text))).toEqual({ username, password })
  })

  test('the scheme is of any case, and blanks after it are none of the credential', () => {
    expect(readBasic(authorization(`bAsIc   ${base64('ada:secret')}`))).toEqual({
      username: 'ada',
      password: 'secret',
    })
  })

  test('without an Authorization header there is none', () => {
    expect(readBasic(sent())).toBe('missing')
  })

  test.each([
    ['empty', authorization('')],
    ['the scheme alone', authorization('Basic')],
    ['no credential', authorization('Basic ')],
    ['another scheme', authorization(`Bearer ${base64('ada:secret')}`)],
    ['no colon', basic('adasecret')],
    ['nothing at all', basic('')],
    ['plain text', authorization('Basic ada:secret')],
    ['no padding', authorization('Basic YWRhOnM')],
    ['too much padding', authorization('Basic YWRhOnM==')],
    ['bits under the padding', authorization('Basic YWRhOnN=')],
    ['base64url', authorization('Basic YTo_Pz8_')],
    ['a blank inside', authorization('Basic YWRh OnM=')],
    ['a line break inside', authorization('Basic YWRh\nOnM=')],
    ['two credentials', authorization('Basic YWRhOnM=, Basic YWRhOnM=')],
    ['two lines', authorization('Basic YWRhOnM=', 'Basic YWRhOnM=')],
    ['a no-break space at its end', authorization('Basic YWRhOnM=\u00a0')],
    ['a NUL', basic('ada:se\0cret')],
    ['a line break in the name', basic('a\nda:secret')],
    ['a tab in the password', basic('ada:sec\tret')],
    ['a DEL', basic('ada:secret\x7f')],
    ['bytes that are no UTF-8', basic(Buffer.from('ada:\xff', 'latin1'))],
    ['an encoded surrogate', basic(Buffer.from([0x61, 0x3a, 0xed, 0xa0, 0x80]))],
    ['an overlong encoding', basic(Buffer.from([0x61, 0x3a, 0xc0, 0xaf]))],
    ['more than 4,096 characters', basic(`ada:${'x'.repeat(3_100)}`)],
  ])('%s is malformed', (_, fields) => {
    expect(readBasic(fields)).toBe('malformed')
  })

  /** Text that RFC 7617 lets through, without a colon where it is to be a name. */
  const text = fc
    .string({ unit: 'binary', maxLength: 200 })
    .map((value) => [...value].filter((unit) => unit >= ' ' && unit !== '\x7f').join(''))

  test('whatever can be sent is read back to the letter', () => {
    fc.assert(
      fc.property(text, text, (username, password) => {
        fc.pre(!username.includes(':'))

        expect(readBasic(basic(`${username}:${password}`))).toEqual({ username, password })
      }),
    )
  })

  test('one credential has one spelling', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9+/]{0,40}={0,3}$/), (encoded) => {
        const read = readBasic(authorization(`Basic ${encoded}`))
        if (typeof read === 'string') return

        expect(base64(`${read.username}:${read.password}`)).toBe(encoded)
      }),
    )
  })
})

describe('Basic of an OAuth client', () => {
  test.each([
    ['abc123:456789', 'abc123', '456789'],
    ['a%3Ab:c+d%2B%25', 'a:b', 'c d+%'],
    ['%C3%A4:', 'ä', ''],
  ])('"%s" is decoded', (text, username, password) => {
    expect(readFormBasic(basic(text))).toEqual({ username, password })
  })

  test.each(['a%:b', 'a:%zz', 'a:%C3', 'a%00b:c', 'a:b%0d%0ac', 'a:%7f'])('"%s" is no form-encoding', (text) => {
    expect(readFormBasic(basic(text))).toBe('malformed')
  })

  test('what is no Basic is none here either', () => {
    expect(readFormBasic(sent())).toBe('missing')
    expect(readFormBasic(authorization('Basic YWRhOnM'))).toBe('malformed')
  })

  test('whatever a client encodes is read back', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 10 })
    // A form's own encoder, with a name that is cut off again.
    const encoded = (value: string) => new URLSearchParams({ v: value }).toString().slice(2)
    fc.assert(
      fc.property(text, text, (username, password) => {
        expect(readFormBasic(basic(`${encoded(username)}:${encoded(password)}`))).toEqual({ username, password })
      }),
    )
  })
})

describe('a key in a header of its own', () => {
  test.each(['k', 'a-key_of~any!kind', '"quoted"', 'a,b', 'x'.repeat(4_096)])('"%.20s" is read as it is', (key) => {
    expect(readHeaderKey(sent(['x-api-key', key]), 'x-api-key')).toBe(key)
  })

  test('without that header there is none', () => {
    expect(readHeaderKey(sent(['x-other-key', 'k']), 'x-api-key')).toBe('missing')
  })

  test.each([
    ['empty', ['']],
    ['a blank', ['a b']],
    ['a tab', ['a\tb']],
    ['a byte outside ASCII', ['k\u00e9y']],
    ['a line break', ['key\n']],
    ['more than 4,096 characters', ['x'.repeat(4_097)]],
    ['two lines', ['key', 'key']],
  ])('%s is malformed', (_, values) => {
    const fields = sent(...values.map((value) => ['x-api-key', value] as const))

    expect(readHeaderKey(fields, 'x-api-key')).toBe('malformed')
  })
})

test.each(['Bot a.b-c', 'Digest username="ada", uri="/teas"', 'abc'])(
  'in Authorization, "%s" is a whole key',
  (value) => {
    expect(readHeaderKey(authorization(value), 'authorization')).toBe(value)
  },
)

test.each([
  ['key=a%20b&other=1', 'a b'],
  ['other=1', 'missing'],
  ['key=', 'malformed'],
  ['key=a&key=a', 'malformed'],
  ['key=missing', 'malformed'],
  [`key=${'x'.repeat(4_097)}`, 'malformed'],
])('the query "%.20s" has the key %s', (query, key) => {
  expect(readQueryKey(new URLSearchParams(query), 'key')).toBe(key)
})

test('a credential that spells the word for none is malformed, so that it decides like any other', () => {
  expect(readBearer(authorization('Bearer missing'))).toBe('malformed')
  expect(readHeaderKey(sent(['x-api-key', 'missing']), 'x-api-key')).toBe('malformed')
})

test('no header value makes a reader throw', () => {
  const readers = [readBasic, readBearer, (fields: FieldReader) => readHeaderKey(fields, 'authorization')]
  const value = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.string().map((rest) => `Basic ${rest}`),
    fc.string().map((rest) => `Bearer ${rest}`),
    fc.uint8Array().map((bytes) => `Basic ${base64(Buffer.from(bytes))}`),
  )
  fc.assert(
    fc.property(fc.array(value, { maxLength: 3 }), fc.constantFrom(...readers), (values, read) => {
      const result = read(authorization(...values))

      if (values.length === 0) expect(result).toBe('missing')
      if (values.length > 1) expect(result).toBe('malformed')
    }),
  )
})

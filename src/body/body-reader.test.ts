import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { someOf } from '../../test/full.ts'
import { bodyReader } from './body-reader.ts'
import type { ParsedBody } from './parsed-body.ts'

const document = { openapi: '3.1.0', info: { title: 'Forms', version: '1' }, paths: {} }

function parse(mediaType: string, body: string | Uint8Array, contentType = mediaType): ParsedBody {
  const schema = { properties: { a: { type: 'string' } } }
  const reader = bodyReader(document, { content: { [mediaType]: { schema } } }).find(contentType)
  if (!reader) throw new TypeError(`Nobody reads ${contentType}`)
  return reader.read(Buffer.from(body), contentType)
}

const refused = (message: string, keyword = 'syntax', path: readonly string[] = []): ParsedBody => ({
  violations: [{ in: 'body', path, keyword, message }],
})

/** Names that every object has are refused, and fast-check is fond of them. */
const isAllowed = (name: string) => !['__proto__', 'constructor', 'prototype'].includes(name)

const utf8 = refused('is not valid UTF-8')
const forbidden = refused('has a name that is not allowed', 'unknown')
const twice = (name: string) => refused('is given twice', 'duplicate', [name])

describe('JSON', () => {
  const json = (body: string | Uint8Array) => parse('application/json', body)
  const invalid = refused('is not valid JSON')
  const ill = refused('has text that is not valid Unicode')
  const deep = refused('is nested deeper than 16 levels', 'depth')

  test.each<[string, unknown]>([
    ['{"username":"ada","password":"secret"}', { username: 'ada', password: 'secret' }],
    [' \t\r\n{ "a" : [ 1 , true , null ] } ', { a: [1, true, null] }],
    ['"text"', 'text'],
    ['null', null],
    ['0', 0],
    ['-1.5e3', -1_500],
    ['[]', []],
    ['{}', {}],
    ['{"":1}', { '': 1 }],
    ['{"a":{"b":1},"c":{"b":2},"b":3}', { a: { b: 1 }, c: { b: 2 }, b: 3 }],
    ['[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['{"a":"a","b":"a"}', { a: 'a', b: 'a' }],
    ['{"a":"{[\\"}]:"}', { a: '{["}]:' }],
    ['{"a\\"b":1,"a":2}', { 'a"b': 1, a: 2 }],
    ['"\\ud83d\\ude00"', '😀'],
    ['"😀\\u0000"', '😀\0'],
    ['"\\ufeff"', '\ufeff'],
    ['"__proto__"', '__proto__'],
  ])('%s is read', async (text, body) => {
    expect(await json(text)).toEqual({ body })
  })

  test.each<[string, string | Uint8Array, ParsedBody]>([
    ['nothing but blanks', '  ', invalid],
    ['a word', 'ada', invalid],
    ['a form', 'username=ada', invalid],
    ['two values', '{} {}', invalid],
    ['a comma at the end', '{"a":1,}', invalid],
    ['a comment', '{} // {}', invalid],
    ['single quotes', "{'a':1}", invalid],
    ['a name without quotes', '{a:1}', invalid],
    ['a line break in a text', '"a\nb"', invalid],
    ['a NUL', '{}\0', invalid],
    ['an unfinished object', '{"a":1', invalid],
    ['NaN', 'NaN', invalid],
    ['a number with a zero before it', '01', invalid],
    ['a byte order mark', '\ufeff{}', invalid],
    ['UTF-16', Buffer.from('{}', 'utf16le'), invalid],
    ['brackets without end', '['.repeat(16_384), invalid],
    ['Latin-1', Buffer.from('"\xe4"', 'latin1'), utf8],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), utf8],
    ['a high surrogate alone', '"\\ud800"', ill],
    ['a low surrogate alone', '{"a":"\\udc00"}', ill],
    ['surrogates in the wrong order', '"\\ude00\\ud83d"', ill],
    ['a surrogate in a name', '{"\\ud800":1}', ill],
    ['a name twice', '{"a":1,"a":1}', twice('a')],
    ['a name twice in two spellings', '{"a":1,"\\u0061":2}', twice('a')],
    ['a name twice with an object between', '{"a":1,"b":{"a":1},"a":2}', twice('a')],
    ['a name twice deep inside', '[{"b":[{"a":1 , "a" : 2}]}]', twice('a')],
    ['an empty name twice', '{"":1,"":2}', twice('…')],
    ['a long name twice', `{"${'x'.repeat(99)}":1,"${'x'.repeat(99)}":2}`, twice('…')],
    ['a text in the place of a name, twice', '{"my word":1,"my word":2}', twice('…')],
    ['__proto__', '{"__proto__":{"admin":true}}', forbidden],
    ['__proto__ in another spelling', '{"\\u005f_proto__":{}}', forbidden],
    ['constructor', '{"a":{"constructor":{}}}', forbidden],
    ['prototype', '{"prototype":{}}', forbidden],
  ])('%s is refused', async (_, text, outcome) => {
    expect(await json(text)).toEqual(outcome)
  })

  test('sixteen levels are read, the seventeenth is refused', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

    expect(await json(nested(16))).toHaveProperty('body')
    expect(await json(nested(17))).toEqual(deep)
    expect(await json(`${'{"a":'.repeat(17)}1${'}'.repeat(17)}`)).toEqual(deep)
    expect(await json(`[${'[],'.repeat(40)}[]]`)).toHaveProperty('body')
  })

  /** A value as it is written: members in their order, repeated names and broken text included. */
  type Written = string | number | boolean | null | readonly Written[] | { readonly members: readonly Member[] }
  type Member = readonly [name: string, value: Written]

  const text = fc.oneof(
    { weight: 9, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom('\ud800', 'a\udc00b', '":{', '\\', '[', '\u2028') },
  )
  const name = fc.oneof(
    { weight: 9, arbitrary: text },
    { weight: 1, arbitrary: fc.constantFrom('a', 'b', '__proto__', 'constructor', 'prototype') },
  )
  const { value } = fc.letrec<{ value: Written }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.record({ members: fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }) }),
    ),
  }))

  /** Written out with blanks and escapes where JSON lets them stand. */
  function write(written: Written, escaped: boolean): string {
    if (typeof written === 'string') return escaped ? spellOut(written) : JSON.stringify(written)
    if (typeof written !== 'object' || written === null) return ` ${written}\n`
    if ('members' in written) {
      const members = written.members.map(([own, value]) => `${write(own, escaped)} :${write(value, !escaped)}`)
      return `{${members.join('\t,')} }`
    }
    return `[ ${written.map((item) => write(item, escaped)).join(' , ')}]`
  }

  const spellOut = (plain: string) =>
    `"${plain.replaceAll(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`

  /** What the text means, or undefined where RFC 7493 or we do not take it. */
  function meaning(written: Written): { readonly body: unknown } | undefined {
    if (typeof written === 'string') return written.isWellFormed() ? { body: written } : undefined
    if (typeof written !== 'object' || written === null) return { body: written }
    if ('members' in written) return meaningOfMembers(written.members)
    const items = written.map(meaning)
    return items.includes(undefined) ? undefined : { body: items.map((item) => item?.body) }
  }

  function meaningOfMembers(members: readonly Member[]): { readonly body: unknown } | undefined {
    const names = members.map(([own]) => own)
    const values = members.map(([, value]) => meaning(value))
    const bad = names.some((own) => !own.isWellFormed() || /^(__proto__|constructor|prototype)$/.test(own))
    if (bad || new Set(names).size < names.length || values.includes(undefined)) return undefined
    return { body: Object.fromEntries(names.map((own, at) => [own, values[at]?.body])) }
  }

  test('a text is read exactly if it means one thing', async () => {
    await fc.assert(
      fc.asyncProperty(value, fc.boolean(), async (written, escaped) => {
        const parsed = await json(write(written, escaped))
        const expected = meaning(written)

        if (expected) expect(parsed).toEqual(expected)
        else expect(parsed).toHaveProperty('violations')
      }),
      { numRuns: 1_000 },
    )
  })

  test('an escaped name is read for what it spells, whatever names were read before it', async () => {
    expect(await json('{"first":0,"\\\\":1}')).toEqual({ body: { first: 0, '\\': 1 } })
    expect(await json('{"first":0,"\\n":1}')).toEqual({ body: { first: 0, '\n': 1 } })
    expect(await json('{"first":0,"\\"":1}')).toEqual({ body: { first: 0, '"': 1 } })
    expect(await json('{"first":0,"\\u0041":1}')).toEqual({ body: { first: 0, A: 1 } })
    expect(await json('{"first":"\\": \\u0041\\\\","s\\u0065cond" : {"\\u0041":"\\n"}}')).toEqual({
      body: { first: '": A\\', second: { A: '\n' } },
    })
  })

  /** The most pieces, and the most escapes, come first. */
  const pieces = [
    ['letters', 'x'],
    ['escapes', String.raw`\n`],
    ['escapes of letters', String.raw`\u0430`],
    ['backslashes', String.raw`\\`],
    ['letters and escapes', String.raw`xy\"`],
  ] as const

  test.each(someOf(pieces, 2))('%s of many megabytes are read, where so much is allowed', async (_what, piece) => {
    const long = piece.repeat(2 ** 24 / piece.length)
    const body = { a: JSON.parse(`"${long}"`) }

    expect(await json(String.raw`{"\u0061":"${long}"}`)).toEqual({ body })
    expect(await json(`{"a" : "${long}"}`)).toEqual({ body })
  })

  test('no bytes make it throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (body) => {
        expect(Object.keys(await json(body))).toEqual([expect.stringMatching(/^(body|violations)$/)])
      }),
    )
  })

  test('what another wrote is read as it was meant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'grapheme' }), async (value) => {
        const text = JSON.stringify(value)
        const parsed = await json(text)

        // Not the value itself: of -0 its text keeps no sign.
        if ('body' in parsed) expect(JSON.stringify(parsed.body)).toBe(text)
      }),
    )
  })
})

describe('forms', () => {
  const form = (body: string | Uint8Array) => parse('application/x-www-form-urlencoded', body)
  const invalid = refused('is not a valid form')

  test.each<[string, Record<string, string>]>([
    ['username=ada&password=secret', { username: 'ada', password: 'secret' }],
    ['a=1+2%202', { a: '1 2 2' }],
    ['a=%2B%26%3D%25', { a: '+&=%' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=', { a: '' }],
    ['=a', { '': 'a' }],
    ['&a=1&&b=2&', { a: '1', b: '2' }],
    ['n%C3%A4me=%F0%9F%98%80', { näme: '😀' }],
    ['näme=😀', { näme: '😀' }],
    ['a=%c3%a4', { a: 'ä' }],
    ['a[b]=1&a[]=2&a.b=3', { 'a[b]': '1', 'a[]': '2', 'a.b': '3' }],
    ['a=%00', { a: '\0' }],
    ['%EF%BB%BFa=1', { '\ufeffa': '1' }],
  ])('%s is read', async (text, body) => {
    expect(await form(text)).toEqual({ body })
  })

  test.each<[string, string | Uint8Array, ParsedBody]>([
    ['a percent sign alone', 'a=%', invalid],
    ['half an encoding', 'a=%4', invalid],
    ['no hexadecimal', 'a=%zz', invalid],
    ['a broken encoding in a name', '%zz=a', invalid],
    ['an encoded byte that is no UTF-8', 'a=%ff', invalid],
    ['half a character', 'a=%C3', invalid],
    ['an overlong encoding', 'a=%C0%AF', invalid],
    ['an encoded surrogate', 'a=%ED%A0%80', invalid],
    ['Latin-1', Buffer.from('a=\xe4', 'latin1'), invalid],
    ['half a character sent, half encoded wrongly', Buffer.from('a=\xc3%zz', 'latin1'), invalid],
    ['a name twice', 'a=1&a=1', twice('a')],
    ['a name twice in two spellings', 'a=1&%61=2', twice('a')],
    ['an empty name twice', '=1&=2', twice('…')],
    ['JSON', '{"username":"ada"}', invalid],
    ['a word', 'hunter2', invalid],
    ['a field without an equals sign', 'a=1&b', invalid],
    ['__proto__', '__proto__=1', forbidden],
    ['constructor, encoded', '%63onstructor=1', forbidden],
  ])('%s is refused', async (_, text, outcome) => {
    expect(await form(text)).toEqual(outcome)
  })

  test('thirty-two fields are read, thirty-three are refused', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, at) => `f${at}=1`).join('&')

    expect(await form(fields(32))).toHaveProperty('body.f31', '1')
    expect(await form(fields(33))).toEqual(refused('has more than 32 fields', 'maxProperties'))
  })

  const entries = fc.uniqueArray(
    fc.tuple(fc.string({ unit: 'grapheme' }).filter(isAllowed), fc.string({ unit: 'binary' })),
    {
      selector: ([name]) => name,
      maxLength: 8,
    },
  )

  test('what a browser sends comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (fields) => {
        const sent = new URLSearchParams(fields).toString()

        expect(await form(sent)).toEqual({ body: Object.fromEntries(new URLSearchParams(sent)) })
      }),
    )
  })

  test('no bytes make it throw, and what is read is what a browser would read', async () => {
    const piece = fc.constantFrom('a', 'b', '=', '&', '+', '%', '%41', '%C3%A4', '%C3', '%zz', 'ä', '\0', '[]')
    const pieces = fc.array(piece, { maxLength: 12 }).map((parts) => Buffer.from(parts.join('')))
    await fc.assert(
      fc.asyncProperty(fc.oneof(pieces, fc.uint8Array()), async (body) => {
        const parsed = await form(body)
        const expected = new URLSearchParams(`?${Buffer.from(body).toString()}`)

        if ('body' in parsed) expect(parsed.body).toEqual(Object.fromEntries(expected))
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('multipart forms', () => {
  const multipart = (body: string | Uint8Array, contentType = 'multipart/form-data; boundary=x') =>
    parse('multipart/form-data', body, contentType)
  const invalid = refused('is not a valid multipart form')

  /** Parts between boundaries; each is its headers and its text. */
  const parts = (...own: readonly (readonly [headers: string, text: string])[]) =>
    [...own.map(([headers, text]) => `--x\r\n${headers}\r\n\r\n${text}\r\n`), '--x--\r\n'].join('')
  const named = (name: string, more = '') => `Content-Disposition: form-data; name="${name}"${more}`

  test.each<[string, string, Record<string, string>]>([
    ['two fields', parts([named('a'), '1'], [named('b'), '2']), { a: '1', b: '2' }],
    ['an empty field', parts([named('a'), '']), { a: '' }],
    ['no field', parts(), {}],
    ['lines in a field', parts([named('a'), 'one\r\ntwo\nthree']), { a: 'one\r\ntwo\nthree' }],
    ['text outside ASCII', parts([named('ä'), '😀']), { ä: '😀' }],
    ['a byte order mark, which counts', parts([named('a'), '\ufeff1']), { a: '\ufeff1' }],
    ['a field with a type', parts([`${named('a')}\r\nContent-Type: text/plain`, '1']), { a: '1' }],
    ['a field in no transfer encoding', parts([`${named('a')}\r\nContent-Transfer-Encoding: 8bit`, '1']), { a: '1' }],
    ['a name in quotes', parts([named('%22a%22'), '1']), { '"a"': '1' }],
    ['a file where none was chosen', parts([named('a', '; filename=""'), ''], [named('b'), '2']), { b: '2' }],
    ['a preamble and an epilogue', `Read on\r\n${parts([named('a'), '1'])}--x\r\nmore`, { a: '1' }],
    ['a name that ends in a backslash', parts([named('a\\'), '1']), { 'a\\': '1' }],
    ['no line break at the end', parts([named('a'), '1']).trimEnd(), { a: '1' }],
  ])('%s', async (_, text, body) => {
    expect(await multipart(text)).toEqual({ body })
  })

  test('a boundary may be quoted, and its name in any case', async () => {
    expect(await multipart(parts([named('a'), '1']), 'Multipart/Form-Data; Boundary="x"')).toEqual({ body: { a: '1' } })
  })

  test.each<[string, string | Uint8Array, ParsedBody]>([
    ['no multipart at all', 'a=1', invalid],
    ['a form cut off in its headers', '--x\r\nContent-Dispo', invalid],
    ['a form cut off in a field', `--x\r\n${named('a')}\r\n\r\n1`, invalid],
    ['a form cut off after a field', `--x\r\n${named('a')}\r\n\r\n1\r\n--x`, invalid],
    ['a form without its end', `--x\r\n${named('a')}\r\n\r\n1\r\n--x\r\n`, invalid],
    ['line feeds alone', parts([named('a'), '1']).replaceAll('\r', ''), invalid],
    ['a part without a name', parts(['Content-Disposition: form-data', '1']), invalid],
    ['a part that is no field', parts(['Content-Disposition: attachment; name="a"', '1']), invalid],
    ['a part without a disposition', parts(['X-Own: 1', '1']), invalid],
    ['a file', parts([named('a', '; filename="f"'), '1']), refused('must be a text field, not a file', 'type', ['a'])],
    [
      'a file without a name',
      parts([named('a', '; filename=""'), '1']),
      refused('must be a text field, not a file', 'type', ['a']),
    ],
    [
      'a file with an encoded name',
      parts([named('a', "; filename*=utf-8''f"), '1']),
      refused('must be a text field, not a file', 'type', ['a']),
    ],
    ['a name twice', parts([named('a'), '1'], [named('a'), '2']), twice('a')],
    ['__proto__', parts([named('__proto__'), '1']), forbidden],
    ['Latin-1', Buffer.from(parts([named('a'), '\xe4']), 'latin1'), refused('is not valid UTF-8', 'syntax', ['a'])],
    ['a name in Latin-1', Buffer.from(parts([named('\xe4'), '1']), 'latin1'), invalid],
    ['a header twice', parts([`${named('a')}\r\n${named('b')}`, '1']), invalid],
    ['a parameter twice', parts([`${named('a')}; name="b"`, '1']), invalid],
    ['text right after the end', `${parts([named('a'), '1']).trimEnd()}more`, invalid],
    ['a preamble alone', 'Read on\r\n', invalid],
    ['a preamble without a line break', `Read on${parts([named('a'), '1'])}`, invalid],
    ['a boundary that goes on', parts([named('a'), '1\r\n--xy\r\n']), invalid],
    [
      'bytes hidden under a transfer encoding',
      parts([`${named('a')}\r\ncontent-transfer-encoding: base64`, '/w==']),
      refused('has a part in a transfer encoding'),
    ],
    [
      'thirty-three fields',
      parts(...Array.from({ length: 33 }, (_, at) => [named(`f${at}`), '1'] as const)),
      refused('has more than 32 fields', 'maxProperties'),
    ],
  ])('%s is refused', async (_, text, outcome) => {
    expect(await multipart(text)).toEqual(outcome)
  })

  test.each(['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; boundary=y'])(
    'a form is refused under "%s"',
    async (contentType) => {
      expect(await multipart(parts([named('a'), '1']), contentType)).toEqual(invalid)
    },
  )

  test('what a browser sends comes back as it was', async () => {
    const plain = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ''))
    const name = plain.filter(isAllowed)
    const entries = fc.uniqueArray(fc.tuple(name, plain), { selector: ([name]) => name, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(entries, async (fields) => {
        const form = new FormData()
        for (const [name, value] of fields) form.append(name, value)
        const sent = new Response(form)
        const contentType = sent.headers.get('content-type') ?? ''

        expect(await multipart(await sent.bytes(), contentType)).toEqual({ body: Object.fromEntries(fields) })
      }),
    )
  })

  test('no bytes make it throw', async () => {
    const piece = fc.constantFrom('--x', '--', '\r\n', '\n', named('a'), ': ', ';', '"', 'a', '\0', 'ä')
    const pieces = fc.array(piece, { maxLength: 12 }).map((own) => Buffer.from(`--x\r\n${own.join('')}`))
    await fc.assert(
      fc.asyncProperty(fc.oneof(pieces, fc.uint8Array()), async (body) => {
        const parsed = await multipart(body)

        expect(Object.keys(parsed)).toHaveLength(1)
      }),
    )
  })
})

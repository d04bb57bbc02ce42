import { describe, expect, test } from 'vitest'
import type { ContractDocument, MediaType, Schema } from '../contract/document.ts'
import { bodyReader } from './body-reader.ts'

const text = { type: 'string' }
const integer = { type: 'integer' }
const binary = { type: 'string', format: 'binary' }
const list = (items: object) => ({ type: 'array', items })
const pair = { type: 'object', properties: { x: integer, y: text } }

const document: ContractDocument = {
  openapi: '3.1.0',
  info: { title: 'Fields', version: '1' },
  paths: {},
  components: {
    schemas: {
      Named: { type: 'object', properties: { name: text, age: { $ref: '#/components/schemas/Age' } } },
      Age: { type: ['integer', 'null'] },
      Own: { allOf: [{ $ref: '#/components/schemas/Named' }, { oneOf: [{ properties: { kind: { const: 1 } } }] }] },
    },
  },
}

const form = 'application/x-www-form-urlencoded'
const parts = 'multipart/form-data; boundary=b'

function read(type: string, media: MediaType, body: string | Buffer): unknown {
  return bodyReader(document, { content: { [type]: media } })
    .find(type)
    ?.read(Buffer.from(body), type)
}

const wrong = (message: string, keyword: string, ...path: string[]) => ({
  violations: [{ in: 'body', path, keyword, message }],
})

describe('a form is read by its schema', () => {
  const properties = {
    ...{ n: integer, f: { type: 'number' }, b: { type: 'boolean' }, s: text, none: { type: ['integer', 'null'] } },
    ...{ either: { type: ['integer', 'string'] }, choice: { enum: [1, 2] }, any: {} },
    ...{ texts: list(text), numbers: list(integer), maybe: { anyOf: [text, list(text)] } },
    ...{ csv: list(integer), pipes: list(text), blanks: list(text), json: list(integer), objects: list(pair) },
    ...{ pair, deep: pair, flat: pair, spread: { type: 'object', properties: { own: integer } } },
    ...{ xml: pair, mixed: { anyOf: [pair, text] } },
    ...{ nested: { type: 'object', properties: { all: list(pair), tags: list(text) } }, hasOwnProperty: integer },
  }
  const encoding = {
    ...{ csv: { explode: false }, pipes: { style: 'pipeDelimited' }, blanks: { style: 'spaceDelimited' } },
    ...{ json: { contentType: 'application/json' }, deep: { style: 'deepObject' }, nested: { style: 'deepObject' } },
    ...{ xml: { contentType: 'application/xml' } },
    ...{ flat: { style: 'form', explode: false }, spread: { style: 'form' } },
  }
  const media: MediaType = { schema: { type: 'object', properties }, encoding }

  test.each<[string, object]>([
    ['n=3&f=1.5e3&b=true&s=3', { n: 3, f: 1_500, b: true, s: '3' }],
    ['n=-7&f=3&b=false&s=true', { n: -7, f: 3, b: false, s: 'true' }],
    ['n=1e3&f=0x10&b=TRUE', { n: '1e3', f: '0x10', b: 'TRUE' }],
    ['n=&none=&s=', { n: '', none: null, s: '' }],
    ['either=3&choice=2&any=3&hasOwnProperty=1', { either: '3', choice: 2, any: '3', hasOwnProperty: 1 }],
    ['texts=x', { texts: ['x'] }],
    ['texts=x&s=a&texts=y&texts=', { texts: ['x', 'y', ''], s: 'a' }],
    ['numbers=1&numbers=x', { numbers: [1, 'x'] }],
    ['maybe=x', { maybe: 'x' }],
    ['maybe=x&maybe=y', { maybe: ['x', 'y'] }],
    ['csv=1,2%2C3&pipes=a|b,c&blanks=a+b%20c', { csv: [1, 2, 3], pipes: ['a', 'b,c'], blanks: ['a', 'b', 'c'] }],
    ['csv=', { csv: [] }],
    ['csv=1&csv=2', { csv: [1, 2] }],
    ['json=[1,2]', { json: [1, 2] }],
    ['json=1&json=2', { json: [1, 2] }],
    ['pair={"x":1,"y":"2"}', { pair: { x: 1, y: '2' } }],
    ['objects={"x":1}&objects={"x":2}', { objects: [{ x: 1 }, { x: 2 }] }],
    ['objects=[{"x":1},{"x":2}]', { objects: [{ x: 1 }, { x: 2 }] }],
    ['deep[x]=1&deep[y]=2&deep[z]=3', { deep: { x: 1, y: '2', z: '3' } }],
    ['deep%5Bx%5D=1', { deep: { x: 1 } }],
    ['flat=x,1,y,2', { flat: { x: 1, y: '2' } }],
    ['xml=<x/>', { xml: '<x/>' }],
    ['mixed={"x":1}', { mixed: { x: 1 } }],
    ['mixed=1', { mixed: '1' }],
    ['mixed={', { mixed: '{' }],
    ['own=1', { spread: { own: 1 } }],
    [
      'nested[all][0][x]=1&nested[all][0][y]=2&nested[all][1][x]=3&nested[tags][]=a&nested[tags][]=b',
      { nested: { all: [{ x: 1, y: '2' }, { x: 3 }], tags: ['a', 'b'] } },
    ],
    ['s[x]=1&unknown[]=2', { 's[x]': '1', 'unknown[]': '2' }],
  ])('%s', (body, expected) => {
    expect(read(form, media, body)).toEqual({ body: expected })
  })

  test.each([
    ['s=1&s=2', wrong('is given twice', 'duplicate', 's')],
    ['deep[x]=1&deep[x]=2', wrong('is given twice', 'duplicate', 'deep', 'x')],
    ['deep={}&deep[x]=2', wrong('is given twice', 'duplicate', 'deep')],
    ['flat=__proto__,5', wrong('has a name that is not allowed', 'unknown', 'flat')],
    ['deep[__proto__]=1', wrong('has a name that is not allowed', 'unknown')],
    [`deep${'[x]'.repeat(16)}=1`, wrong('is nested deeper than 16 levels', 'depth')],
    ['pair={"x":', wrong('is not valid JSON', 'syntax', 'pair')],
    ['objects={}&objects={"x":1,"x":1}', wrong('is given twice', 'duplicate', 'objects', '1', 'x')],
  ])('%s is refused', (body, expected) => {
    expect(read(form, media, body)).toEqual(expected)
  })

  test('members of all parts of a schema count', () => {
    const own = { schema: { $ref: '#/components/schemas/Own' } }

    expect(read(form, own, 'name=7&age=7&kind=1')).toEqual({ body: { name: '7', age: 7, kind: 1 } })
  })

  test('members of any name are read by the schema of all others', () => {
    const others = { schema: { type: 'object', properties: { n: text }, additionalProperties: integer } }

    expect(read(form, others, 'n=7&other=7')).toEqual({ body: { n: '7', other: 7 } })
  })

  test('a contract may have more than thirty-two fields', () => {
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`f${at}`, text]))
    const body = new URLSearchParams(Object.fromEntries(Object.keys(many).map((name) => [name, '1']))).toString()

    expect(read(form, { schema: { type: 'object', properties: many } }, body)).toHaveProperty('body.f32', '1')
    expect(read(form, { schema: { type: 'object', properties: many } }, `${body}&more=1`)).toEqual(
      wrong('has more than 33 fields', 'maxProperties'),
    )
  })
})

describe('the parts of a multipart form are read by their schema', () => {
  const properties = {
    ...{ file: binary, files: list(binary), picture: { type: 'string', contentMediaType: 'image/png' }, any: {} },
    ...{
      maybe: { anyOf: [binary, { type: 'null' }] },
      note: text,
      n: integer,
      tags: list(text),
      meta: pair,
      raw: text,
    },
  }
  const media = { schema: { type: 'object', properties }, encoding: { raw: { contentType: 'application/json' } } }

  const part = (name: string, value: string, more = '') =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
  const file = (name: string, value: string, type: string) =>
    part(name, value, `; filename="a.bin"\r\nContent-Type: ${type}`)
  const sent = (...own: readonly string[]) => read(parts, media, Buffer.from(`${own.join('')}--b--\r\n`, 'latin1'))

  /** What is said of a file, for files are not compared. */
  async function shown(value: unknown): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map(shown))
    if (!(value instanceof File)) return value
    return [Buffer.from(await value.arrayBuffer()).toString('latin1'), value.type, value.name]
  }

  test.each<[string, readonly string[], object]>([
    ['a file of any bytes', [file('file', '\xff\0', 'image/png')], { file: ['\xff\0', 'image/png', 'a.bin'] }],
    [
      'a file with quotes in its name',
      [part('file', '1', '; filename="a\\"b\\".txt"; own="1"')],
      { file: ['1', '', 'a"b".txt'] },
    ],
    ['a file whose name ends in a backslash', [part('file', '1', '; filename="a\\"')], { file: ['1', '', 'a\\'] }],
    [
      'files',
      [file('files', '1', 'a/b'), file('files', '2', '')],
      {
        files: [
          ['1', 'a/b', 'a.bin'],
          ['2', '', 'a.bin'],
        ],
      },
    ],
    ['a file by its media type', [file('picture', '1', 'image/png')], { picture: ['1', 'image/png', 'a.bin'] }],
    [
      'a file where anything may be',
      [file('any', '1', 'a/b'), part('note', 'x')],
      { any: ['1', 'a/b', 'a.bin'], note: 'x' },
    ],
    ['a file that may be null', [file('maybe', '1', 'a/b')], { maybe: ['1', 'a/b', 'a.bin'] }],
    [
      'bytes without a name of a file',
      [part('file', 'x', '\r\nContent-Type: text/css')],
      { file: ['x', 'text/css', 'blob'] },
    ],
    [
      'texts and numbers',
      [part('note', '\xc3\xa4'), part('n', '3'), part('tags', 'a')],
      { note: 'ä', n: 3, tags: ['a'] },
    ],
    ['an object as JSON', [part('meta', '{"x":1}', '\r\nContent-Type: application/json')], { meta: { x: 1 } }],
    ['an object as a file of JSON', [file('meta', '{"x":1}', 'application/json')], { meta: { x: 1 } }],
    ['JSON by its encoding', [part('raw', '"x"')], { raw: 'x' }],
  ])('%s', async (_what, own, expected) => {
    const { body } = sent(...own) as { body: object }
    const values = await Promise.all(Object.entries(body).map(async ([name, value]) => [name, await shown(value)]))

    expect(Object.fromEntries(values)).toEqual(expected)
  })

  test.each([
    ['a file for a text', file('note', 'x', 'text/plain'), wrong('must be a text field, not a file', 'type', 'note')],
    [
      'a file in a list of texts',
      file('tags', 'x', ''),
      wrong('must be a text field, not a file', 'type', 'tags', '0'),
    ],
    ['two files for one', file('file', '1', '') + file('file', '2', ''), wrong('is given twice', 'duplicate', 'file')],
    ['bytes for a text', part('note', '\xff'), wrong('is not valid UTF-8', 'syntax', 'note')],
    [
      'a file that is not JSON',
      file('meta', '\xff', 'application/json'),
      wrong('is not valid UTF-8', 'syntax', 'meta'),
    ],
  ])('%s is refused', (_what, own, expected) => {
    expect(sent(own)).toEqual(expected)
  })
})

describe('a body is what its media type and its schema say', () => {
  const readAs = (documented: string, schema: Schema | undefined, type: string, body: string | Buffer) =>
    bodyReader(document, { content: { [documented]: { ...(schema && { schema }) } } })
      .find(type)
      ?.read(Buffer.from(body), type)

  test.each<[string, string, Schema | undefined, string, string | Buffer, unknown]>([
    ['JSON of a suffix', 'application/merge-patch+json', pair, 'application/merge-patch+json', '{"x":1}', { x: 1 }],
    ['JSON of a range', '*/*', undefined, 'application/json; charset=utf8', '[1]', [1]],
    ['a form of a range', '*/*', pair, form, 'x=1', { x: 1 }],
    ['JSON of an unknown type', 'application/vnd.own', pair, 'application/vnd.own', '{"x":1}', { x: 1 }],
    ['text', 'text/*', text, 'text/csv', 'ä,b', 'ä,b'],
    ['text in another charset', 'text/plain', text, 'text/plain; charset=latin1', Buffer.from('\xe4', 'latin1'), 'ä'],
    ['text with a byte order mark', 'text/plain', text, 'text/plain', '\ufeffx', 'x'],
    ['a number', 'text/plain', integer, 'text/plain', '7', 7],
    ['XML as text', 'application/xml', pair, 'application/xml', '<x>1</x>', '<x>1</x>'],
    ['text of an unknown type', 'application/vnd.own', text, 'application/vnd.own', 'x', 'x'],
  ])('%s', (_what, documented, schema, type, body, expected) => {
    expect(readAs(documented, schema, type, body)).toEqual({ body: expected })
  })

  test.each<[string, string, Schema | undefined, string]>([
    ['bytes', 'application/octet-stream', binary, 'application/octet-stream'],
    ['bytes of a type without a schema', 'image/png', undefined, 'image/png'],
    ['bytes of a range', '*/*', undefined, 'image/png; charset=none'],
    ['bytes by the schema', 'text/csv', binary, 'text/csv; charset=latin1'],
    ['bytes without a type', '*/*', binary, ''],
  ])('%s', async (_what, documented, schema, type) => {
    const { body } = readAs(documented, schema, type, Buffer.of(0, 255)) as { body: Blob }

    expect([...(await body.bytes()), body.type]).toEqual([0, 255, type])
  })

  test.each([
    ['a type that is not documented', 'text/csv', 'text/plain'],
    ['no type', 'text/csv', ''],
    ['JSON in another charset', 'application/json', 'application/json; charset=latin1'],
    ['JSON of a range in another charset', '*/*', 'application/json; charset=latin1'],
    ['text in an unknown charset', 'text/csv', 'text/csv; charset=none'],
  ])('%s is not read', (_what, documented, type) => {
    expect(readAs(documented, undefined, type, '')).toBeUndefined()
  })

  test('text that is not of its charset is refused', () => {
    expect(readAs('text/plain', text, 'text/plain', Buffer.of(255))).toEqual(wrong('is not valid UTF-8', 'syntax'))
  })
})

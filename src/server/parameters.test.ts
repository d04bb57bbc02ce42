import { describe, expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { compileParameters } from './parameters.ts'

interface Sent {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What is read of a request by these parameters, or which of them are wrong. */
function read(
  parameters: readonly object[],
  { path = {}, query = '', headers = {} }: Sent,
  more: object = {},
): unknown {
  const names = Object.keys(path).map((name) => `/{${name}}`)
  const get = { operationId: 'get', parameters, responses: {}, ...more }
  const contract = readContract({
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { [`/a${names.join('')}`]: { get } },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'api_key' } } },
  } as ContractDocument)
  const [operation] = contract.operations
  if (!operation) throw new TypeError('no operation')
  const request = { method: 'GET', path: '', originalUrl: query, headers, params: {}, query: {} }
  const got = compileParameters(contract, operation).read(request, path)
  return Array.isArray(got) ? got.map(({ in: place, path: at, keyword }) => [place, ...at, keyword].join(' ')) : got
}

const shapes = {
  text: { type: 'string' },
  list: { type: 'array', items: { type: 'string' } },
  object: { type: 'object', properties: { R: { type: 'integer' }, G: { type: 'integer' }, B: { type: 'integer' } } },
}
const [text, list, object] = ['blue', ['blue', 'black', 'brown'], { R: 100, G: 200, B: 150 }]

describe('the examples of OpenAPI 3.1.1, 4.8.12.4', () => {
  test.each([
    ['matrix', false, ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
    ['matrix', true, ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
    ['label', false, '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
    ['label', true, '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
    ['simple', false, 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['simple', true, 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ])('%s, explode %s', (style, explode, ...sent) => {
    for (const [at, value] of [text, list, object].entries()) {
      const parameter = { name: 'color', in: 'path', style, explode, schema: Object.values(shapes)[at] }
      expect(read([parameter], { path: { color: sent[at] ?? '' } })).toEqual({ path: { color: value } })
      if (style !== 'simple') continue
      const header = { ...parameter, in: 'header', name: 'Color' }
      expect(read([header], { headers: { color: sent[at] ?? '' } })).toEqual({ header: { Color: value } })
    }
  })

  test.each([
    ['form', false, '?color=blue', '?color=blue,black,brown', '?color=R,100,G,200,B,150'],
    ['form', true, '?color=blue', '?color=blue&color=black&color=brown', '?R=100&G=200&B=150'],
    ['spaceDelimited', false, '', '?color=blue%20black%20brown', '?color=R%20100%20G%20200%20B%20150'],
    ['pipeDelimited', false, '', '?color=blue%7Cblack%7Cbrown', '?color=R%7C100%7CG%7C200%7CB%7C150'],
    ['deepObject', true, '', '', '?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
  ])('%s, explode %s', (style, explode, ...sent) => {
    for (const [at, value] of [text, list, object].entries()) {
      const parameter = { name: 'color', in: 'query', style, explode, schema: Object.values(shapes)[at] }
      if (sent[at]) expect(read([parameter], { query: sent[at] })).toEqual({ query: { color: value } })
    }
  })
})

const q = (schema: object, more: object = {}) => [{ name: 'q', in: 'query', schema, ...more }]
const integers = { type: 'array', items: { type: 'integer' } }

describe('a value has the type that its schema has', () => {
  test.each([
    ['7', { type: 'integer' }, 7],
    ['-1.5e3', { type: 'number' }, -1500],
    ['true', { type: 'boolean' }, true],
    ['', { type: ['integer', 'null'] }, null],
    ['7', { type: 'string' }, '7'],
    ['7', { type: ['string', 'integer'] }, '7'],
    ['7', {}, '7'],
    ['7', { enum: [7, 8] }, 7],
    ['true', { anyOf: [{ type: 'integer' }, { type: 'boolean' }] }, true],
    ['7', { allOf: [{ type: 'integer' }, { minimum: 1 }] }, 7],
    ['1', { oneOf: [integers, { type: 'integer' }] }, 1],
  ])('?q=%s as %j', (sent, schema, value) => {
    expect(read(q(schema), { query: `?q=${sent}` })).toEqual({ query: { q: value } })
  })

  test.each(['', ' 7', '+7', '07', '1.0', '1e3', '0x10', '1,000', 'NaN', 'true', '٧'])(
    'what is not written as one stays a text: ?q=%s',
    (sent) => {
      const query = `?q=${encodeURIComponent(sent)}`
      expect(read(q({ type: 'integer' }), { query })).toEqual({ query: { q: sent } })
      expect(read(q(integers, { explode: true }), { query })).toEqual({ query: { q: [sent] } })
    },
  )

  test('within lists and objects', () => {
    const schema = { type: 'object', properties: { on: { type: 'boolean' }, ids: integers } }
    const deep = q(schema, { style: 'deepObject' })

    expect(read(deep, { query: '?q[on]=true&q[ids]=1&q[ids]=2' })).toEqual({ query: { q: { on: true, ids: [1, 2] } } })
    expect(read(deep, { query: '?q[on]=yes&q[ids][]=1' })).toEqual({ query: { q: { on: 'yes', ids: [1] } } })
    expect(read(deep, { query: '?q[ids][0]=1&q[ids][1]=2' })).toEqual({ query: { q: { ids: [1, 2] } } })
    expect(read(q(schema, { explode: false }), { query: '?q=on,true' })).toEqual({ query: { q: { on: true } } })
  })
})

describe('a query', () => {
  test.each([
    ['a blank as a plus sign', '?q=a+b', 'a b'],
    ['reserved characters as they are', "?q=:/?[]@!$'()*,;=", ":/?[]@!$'()*,;="],
    ['reserved characters encoded', '?q=%3A%2F%3F%23%26%2B', ':/?#&+'],
    ['an empty text', '?q=', ''],
    ['an empty text without its equals sign', '?q', ''],
  ])('has %s', (_, query, value) => {
    expect(read(q({ type: 'string' }), { query })).toEqual({ query: { q: value } })
  })

  test('is split before it is decoded, where a part may hold a delimiter', () => {
    const of = (items: string) => q({ type: 'array', items: { type: items } }, { explode: false })

    expect(read(of('string'), { query: '?q=a%2Cb,c' })).toEqual({ query: { q: ['a,b', 'c'] } })
    expect(read(of('integer'), { query: '?q=1%2C2,3' })).toEqual({ query: { q: [1, 2, 3] } })
  })

  test('has names with brackets, as they are or encoded', () => {
    const tags = { name: 'tags[]', in: 'query', schema: shapes.list }

    expect(read([tags], { query: '?tags[]=a&tags%5B%5D=b' })).toEqual({ query: { 'tags[]': ['a', 'b'] } })
    expect(read([tags], { query: '?tags=a' })).toEqual(['query tags unknown'])
  })

  test('has no other names than the contract, unless an object takes them or the operation says so', () => {
    const open = { name: 'f', in: 'query', schema: { type: 'object', additionalProperties: { type: 'integer' } } }
    const closed = { ...open, schema: { ...shapes.object, additionalProperties: false } }
    const query = '?q=a&x=1'

    expect(read(q(shapes.text), { query })).toEqual(['query x unknown'])
    expect(read([], { query })).toEqual(['query q unknown', 'query x unknown'])
    expect(read([...q(shapes.text), closed], { query })).toEqual(['query x unknown'])
    expect(read([...q(shapes.text), open], { query })).toEqual({ query: { q: 'a', f: { x: 1 } } })
    const any = { 'x-eov-allow-unknown-query-parameters': true }
    expect(read(q(shapes.text), { query }, any)).toEqual({ query: { q: 'a', x: '1' } })
    expect(read([], { query: '?x=1&x=2' }, any)).toEqual({ query: { x: ['1', '2'] } })
    expect(read(q(shapes.text), { query: '?api_key=1' }, { security: [{ key: [] }] })).toEqual({ query: {} })
    expect(read(q(shapes.text), { query: '?api_key=1' })).toEqual(['query api_key unknown'])
  })

  test('has an object only if a member was sent', () => {
    const schema = { ...shapes.object, required: ['R'] }

    for (const style of ['deepObject', 'form']) {
      expect(read(q(schema, { style, explode: true }), {})).toEqual({ query: {} })
    }
  })

  test('may say by an empty value that a parameter is not used', () => {
    const empty = (type: string, required = false) => q({ type }, { allowEmptyValue: true, required })

    expect(read(empty('integer'), { query: '?q=' })).toEqual({ query: {} })
    expect(read(empty('integer', true), { query: '?q' })).toEqual({ query: {} })
    expect(read(empty('string'), { query: '?q=' })).toEqual({ query: { q: '' } })
    expect(read(empty('integer', true), {})).toEqual(['query q required'])
  })
})

test('headers are found in any case, cookies by their name', () => {
  const parameters = [
    { name: 'X-Ids', in: 'header', schema: integers },
    { name: 'sid', in: 'cookie', schema: shapes.text },
    { name: 'ids', in: 'cookie', schema: integers, explode: false },
  ]
  const headers = { 'x-ids': '1, 2 ,3', cookie: 'SID=x; sid=a%20b&c; other=%zz; ids=1,2' }

  expect(read(parameters, { headers })).toEqual({
    header: { 'X-Ids': [1, 2, 3] },
    cookie: { sid: 'a b&c', ids: [1, 2] },
  })
  expect(read(parameters, { headers: { cookie: 'sid=%zz' } })).toEqual({ header: {}, cookie: { sid: '%zz' } })
})

test('headers that are no parameters are left alone, whatever the contract says', () => {
  const ignored = ['Accept', 'content-type', 'AUTHORIZATION'].map((name) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'integer' },
  }))

  expect(read(ignored, { headers: { accept: '*/*' } })).toEqual({})
})

test('a parameter with a media type is read as it', () => {
  const parameter = (mediaType: string) => [{ name: 'q', in: 'query', content: { [mediaType]: { schema: {} } } }]

  expect(read(parameter('application/json'), { query: '?q=%7B%22a%22:null%7D' })).toEqual({ query: { q: { a: null } } })
  expect(read(parameter('application/json'), { query: '?q=null' })).toEqual({ query: { q: null } })
  expect(read(parameter('application/json'), { query: '?q=%7B' })).toEqual(['query q syntax'])
  expect(read(parameter('text/plain'), { query: '?q=1,2' })).toEqual({ query: { q: '1,2' } })
})

const asJson = (schema: object) => [{ name: 'q', in: 'query', content: { 'application/json': { schema } } }]
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const deepName = (levels: number) => `q${'[a]'.repeat(levels)}`

test.each<[string, readonly object[], string, string]>([
  ['JSON that is nested too deeply', asJson({}), `q=${nested(3800)}`, 'depth'],
  [
    'a list of JSON that is nested too deeply',
    q({ type: 'array', items: { type: 'array' } }),
    `q=${nested(17)}`,
    'depth',
  ],
  ['an object that is nested too deeply', q({}, { style: 'deepObject' }), `${deepName(17)}=1`, 'depth'],
  ['a name that JSON has twice', asJson({}), 'q={"a":1,"a":2}', 'a duplicate'],
  ['a lone surrogate', asJson({}), 'q="\\ud800"', 'syntax'],
])('%s is refused, as in a body', (_, parameters, query, fault) => {
  expect(read(parameters, { query: `?${query}` })).toEqual([`query q ${fault}`])
})

test('the deepest nesting that a body may have is read', () => {
  expect(read(asJson({}), { query: `?q=${nested(16)}` })).toEqual({ query: { q: JSON.parse(nested(16)) } })
  expect(read(q({}, { style: 'deepObject' }), { query: `?${deepName(16)}=1` })).toHaveProperty('query.q')
})

describe.each(['__proto__', 'constructor', 'prototype'])('an object has no member %s', (name) => {
  const schema = { type: 'object', properties: { [name]: integers } }

  test.each<[string, readonly object[], string]>([
    ['in brackets', q(schema, { style: 'deepObject' }), `q[${name}][a]=1`],
    ['in brackets, within another', q(schema, { style: 'deepObject' }), `q[a][${name}]=1`],
    ['in JSON', asJson(schema), `q={"${name}":1}`],
    ['in JSON within a list', q({ type: 'array', items: schema }), `q={"${name}":1}`],
    ['with its value behind a comma', q(schema, { explode: false }), `q=${name},1`],
    ['spread', q(schema), `${name}=1`],
  ])('%s', (_, parameters, query) => {
    expect(read(parameters, { query: `?${query}` })).toEqual(['query q unknown'])
  })

  test('in a query that may have any', () => {
    const any = { 'x-eov-allow-unknown-query-parameters': true }

    expect(read([], { query: `?a=1&${name}=2` }, any)).toEqual([`query ${name} unknown`])
    expect(read([], { query: `?${name}=2` }, any)).toEqual([`query ${name} unknown`])
  })

  test('in a path or a header', () => {
    const parameters = [
      { name: 'id', in: 'path', required: true, schema },
      { name: 'X', in: 'header', schema },
    ]
    const sent = { path: { id: `${name},1` }, headers: { x: `${name},1` } }

    expect(read(parameters, sent)).toEqual(['path id unknown', 'header X unknown'])
  })

  test('but a parameter may be called so', () => {
    const parameters = [
      { name, in: 'path', required: true, schema: shapes.text },
      { name, in: 'query', schema: shapes.text },
      { name, in: 'header', schema: shapes.text },
    ]

    expect(read(parameters, { path: { [name]: 'a' }, query: `?${name}=b` })).toEqual({
      path: Object.fromEntries([[name, 'a']]),
      query: Object.fromEntries([[name, 'b']]),
      header: {},
    })
  })
})

test('a path value that is not in its style is refused', () => {
  const of = (style: string, explode = false) => [{ name: 'id', in: 'path', style, explode, schema: integers }]

  for (const id of ['1', ';1', ';other=1', ';id=1;other=2', ';id=1;id=2'])
    expect(read(of('matrix'), { path: { id } })).toEqual(['path id syntax'])
  expect(read(of('label'), { path: { id: '1' } })).toEqual(['path id syntax'])
})

test('a path has all of the names in its template, and no other', () => {
  const elsewhere = { name: 'other', in: 'path', required: true, schema: shapes.text }

  expect(read([elsewhere], { path: { id: 'a%20b' } })).toEqual({ path: { id: 'a b' } })
})

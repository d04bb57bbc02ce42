import { expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import type { Log } from './pipeline.ts'
import { tellUnsupported } from './unsupported.ts'

function told(paths: object, schemas: object = {}): readonly string[] {
  const lines: string[] = []
  const log: Log = { error: () => {}, warn: (_, message) => void lines.push(message) }
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths, components: { schemas } }
  tellUnsupported(readContract(document as ContractDocument), log)
  return lines
}

let operations = 0
const operation = (more: object) => ({ operationId: `id${++operations}`, responses: {}, ...more })
const taking = (schema: object) => operation({ requestBody: { content: { 'application/json': { schema } } } })
const query = (more: object) => operation({ parameters: [{ name: 'q', in: 'query', ...more }] })

test.each([
  [
    'a pattern',
    { properties: { k: { pattern: '([a-z' } } },
    'body.k: "([a-z" is not a regular expression, so it is not checked',
  ],
  [
    'the name of a pattern',
    { patternProperties: { '(': {} } },
    'body: "patternProperties" cannot be {"(":{}}, so it is not checked',
  ],
  ['a type', { type: 'file' }, 'body: "type" cannot be "file", so it is not checked'],
  ['a number', { properties: { n: { minimum: '1' } } }, 'body.n: "minimum" cannot be "1", so it is not checked'],
  ['a list of forms', { items: { oneOf: {} } }, 'body/items: "oneOf" cannot be {}, so it is not checked'],
  [
    'a reference',
    { $ref: '#/components/schemas/None' },
    'body: the reference "#/components/schemas/None" leads nowhere, so it is not checked',
  ],
  [
    'a schema elsewhere',
    { items: { $ref: '#/components/schemas/A' } },
    'A.k: "[" is not a regular expression, so it is not checked',
  ],
  ['a name', { properties: { constructor: {} } }, 'body: a value with a member "constructor" is refused'],
])('%s that cannot be used is reported where it is', (_, schema, line) => {
  const schemas = { A: { properties: { k: { pattern: '[' }, again: { $ref: '#/components/schemas/A' } } } }
  expect(told({ '/a': { post: taking(schema) } }, schemas)).toEqual([`POST /a: ${line}`])
})

test.each([
  [
    'a style of another place',
    query({ style: 'label' }),
    'query.q cannot have the style "label", so the usual one is read',
  ],
  ['a media type', query({ content: { 'image/png': {} } }), 'query.q is image/png, which is read as text'],
  [
    'a path parameter',
    operation({ parameters: [{ name: 'id', in: 'path' }] }),
    'the path has no "{id}", so that parameter is ignored',
  ],
])('%s that a parameter cannot have is logged', (_, get, line) => {
  expect(told({ '/a': { get } })).toEqual([`GET /a: ${line}`])
})

test('a parameter may have any name, a member of one may not', () => {
  const parameters = ['path', 'query', 'header', 'cookie'].map((place) => ({
    name: '__proto__',
    in: place,
    schema: {},
  }))
  expect(told({ '/a/{__proto__}': { get: operation({ parameters }) } })).toEqual([])

  const schema = { type: 'object', properties: { constructor: {} } }
  expect(told({ '/a': { get: query({ schema }) } })).toEqual([
    'GET /a: query.q: a value with a member "constructor" is refused',
  ])
})

test('a body that is always bytes is not checked against its schema', () => {
  const schema = { type: 'object' }
  const binary = { type: 'string', format: 'binary' }
  const content = { 'image/*': { schema }, 'image/png': { schema: binary }, 'application/pdf': {}, 'a/b': { schema } }
  const responses = { 200: { description: 'OK', content: { 'multipart/mixed': { schema } } } }

  expect(told({ '/a': { post: operation({ requestBody: { content }, responses }) } })).toEqual([
    'POST /a: image/* is bytes, so such a body is not checked against its schema; multipart/mixed is bytes, so such a body is not checked against its schema',
  ])
})

test('a path that equals another one is logged once, for its operation', () => {
  const paths = {
    '/a/{x}': { get: operation({}), put: operation({}) },
    '/a/{y}': { get: operation({}), post: operation({}) },
    '/a/{y}#z': { get: operation({}) },
    '/a/{z}': { servers: [{ url: '/elsewhere' }], get: operation({}) },
  }
  expect(told(paths)).toEqual(['GET /a/{y}: /a/{x} is the same path and answers instead'])
})

test('an operation has one line, a contract without faults none', () => {
  const schema = { properties: { a: { pattern: '(' }, b: { type: 'any' } } }
  expect(
    told({ '/a': { put: taking(schema), post: taking({ $ref: '#/components/schemas/A' }) } }, { A: schema }),
  ).toEqual([
    'PUT /a: body.a: "(" is not a regular expression, so it is not checked; body.b: "type" cannot be "any", so it is not checked',
    'POST /a: A.a: "(" is not a regular expression, so it is not checked; A.b: "type" cannot be "any", so it is not checked',
  ])
  expect(
    told({ '/a': { post: taking({ type: ['string', 'null'], 'x-own': { $ref: '' }, example: { type: 1 } }) } }),
  ).toEqual([])
})

test('a log that has no warnings gets them as errors', () => {
  const lines: string[] = []
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/a': { get: query({ style: 'matrix' }) } },
  }
  tellUnsupported(readContract(document as ContractDocument), { error: (_, message) => void lines.push(message) })
  expect(lines).toHaveLength(1)
})

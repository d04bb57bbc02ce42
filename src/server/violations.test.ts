import { expect, test } from 'vitest'
import type { Operation } from '../contract/contract.ts'
import type { Violation } from '../contract/violation.ts'
import { violationsOf } from './violations.ts'

const operation: Operation = {
  id: 'listUsers',
  method: 'GET',
  path: '/users',
  summary: 'Users',
  description: '',
  internal: false,
  facts: [],
  security: [],
  parameters: [{ name: 'page', in: 'query', schema: { type: 'integer' } }],
  responses: new Map(),
}

interface Entry {
  readonly path: string
  readonly message: string
  readonly errorCode?: string
}

const judged = { operation, body: undefined, names: new Set(['the first name']) }
const read = (...errors: readonly Entry[]) => violationsOf({ status: 400, errors }, judged)

const entry = (path: string, keyword: string): Entry => ({
  path,
  message: `said of ${keyword}`,
  errorCode: `${keyword}.openapi.validation`,
})

test.each<[string, Violation['in'], readonly string[]]>([
  ['/body', 'body', []],
  ['/body/', 'body', []],
  ['/body/user/name', 'body', ['user', 'name']],
  ['/body/users/0/name', 'body', ['users', '0', 'name']],
  ['/query/page', 'query', ['page']],
  ['/params/id', 'path', ['id']],
  ['/headers/x-api-key', 'header', ['x-api-key']],
  ['/cookies/sid', 'cookie', ['sid']],
  ['/query/constructor', 'query', ['constructor']],
])('%s is a place in the %s', (path, where, names) => {
  expect(read(entry(path, 'type'))).toEqual([{ in: where, path: names, keyword: 'type', message: 'said of type' }])
})

test('what is wrong is told in words, and what a keyword demands with it', () => {
  const tooShort = { ...entry('/body/name', 'minLength'), message: 'must NOT have fewer than 8 characters' }

  expect(read(tooShort)).toEqual([
    { in: 'body', path: ['name'], keyword: 'minLength', message: 'is too short: at least 8 characters' },
  ])
})

test('of any number the first sixteen are told', () => {
  const many = Array.from({ length: 1_000 }, (_, number) => entry(`/body/field_${number}`, 'additionalProperties'))

  expect(read(...many).map(({ path }) => path[0])).toEqual(Array.from({ length: 16 }, (_, number) => `field_${number}`))
})

test('several are told in their order', () => {
  expect(read(entry('/body/b', 'type'), entry('/body/a', 'type')).map(({ path }) => path)).toEqual([['b'], ['a']])
})

test('a query parameter the contract does not have is unknown; one it has is spelt wrongly', () => {
  expect(read({ path: '/query/nope', message: "Unknown query parameter 'nope'" })).toEqual([
    { in: 'query', path: ['nope'], keyword: 'unknown', message: 'is not known here' },
  ])
  expect(read({ path: '/query/page', message: "Empty value found for query parameter 'page'" })).toEqual([
    { in: 'query', path: ['page'], keyword: 'syntax', message: "Empty value found for query parameter 'page'" },
  ])
})

test('a discriminator that fits no schema is told of the body; the validator names the path of the request', () => {
  for (const path of ['/users', '/constructor', '/__proto__/x', '']) {
    expect(read({ path, message: "'kind' must be equal to one of the allowed values: a, b." })).toEqual([
      {
        in: 'body',
        path: [],
        keyword: 'discriminator',
        message: "'kind' must be equal to one of the allowed values: a, b.",
      },
    ])
  }
})

test('of a body whose forms a member tells apart the places begin with its members, unless they are of the request', () => {
  const document = { openapi: '3.1.0', paths: {} } as never
  const form = { $ref: '#/components/schemas/Cat' }
  const schema = { oneOf: [form], discriminator: { propertyName: 'kind' } }
  const components = { schemas: { Cat: { properties: { kind: {}, lives: {}, headers: {} } } } }
  const body = { document: { ...(document as object), components } as never, schema }
  const of = (path: string) => {
    const errors = [entry(path, 'type')]
    return violationsOf({ status: 400, errors }, { ...judged, body }).map((each) => [each.in, each.path])
  }
  expect(of('/lives')).toEqual([['body', ['lives']]])
  expect(of('/headers/x')).toEqual([['body', ['headers', 'x']]])
  expect(of('')).toEqual([['body', []]])
  expect(of('/query/page')).toEqual([['query', ['page']]])
})

test('a name is quoted if it looks like one, or the contract knows it', () => {
  const pathOf = (name: string) => read(entry(`/body/${name}`, 'additionalProperties'))[0]?.path

  for (const name of ['x'.repeat(64), 'user[password]', '$filter', 'größe', 'the first name'])
    expect(pathOf(name)).toEqual([name])
  for (const name of ['x'.repeat(65), 'the last name', '{"password":"hunter2"}', 'ada:hunter2'])
    expect(pathOf(name)).toEqual(['…'])
})

test.each([
  ['a fault', new TypeError('broken')],
  ['a failure of the validator', { status: 500, errors: [entry('/body', 'type')] }],
  ['a refusal without entries', { status: 400 }],
])('%s is no violation and is thrown again', (_, error) => {
  expect(() => violationsOf(error, judged)).toThrow(expect.toSatisfy((thrown) => thrown === error))
})

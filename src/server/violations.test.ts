import { expect, test } from 'vitest'
import type { Violation } from '../contract/violation.ts'
import { violationsOf } from './violations.ts'

interface Entry {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message: string
}

const judged = { body: undefined, names: new Set(['the first name']) }
const read = (...errors: readonly Entry[]) => violationsOf({ status: 400, errors }, judged)

const entry = (instancePath: string, keyword: string, params = {}): Entry => ({
  instancePath,
  keyword,
  params,
  message: `said of ${keyword}`,
})

test.each<[string, Violation['in'], readonly string[]]>([
  ['/body/body', 'body', []],
  ['/body/body/', 'body', ['…']],
  ['/body/query/filter//name', 'query', ['filter', '…', 'name']],
  ['/body/body/user/name', 'body', ['user', 'name']],
  ['/body/body/users/0/name', 'body', ['users', '0', 'name']],
  ['/body/body/query/path', 'body', ['query', 'path']],
  ['/body/query/page', 'query', ['page']],
  ['/body/query/filter/name', 'query', ['filter', 'name']],
  ['/body/path/id', 'path', ['id']],
  ['/body/header/X-Api-Key', 'header', ['X-Api-Key']],
  ['/body/cookie/sid', 'cookie', ['sid']],
  ['/body/query/constructor', 'query', ['constructor']],
])('%s is a place in the %s', (path, where, names) => {
  expect(read(entry(path, 'type'))).toEqual([{ in: where, path: names, keyword: 'type', message: 'said of type' }])
})

test('what is wrong is told in words, and what a keyword demands with it', () => {
  const tooShort = { ...entry('/body/body/name', 'minLength'), message: 'must NOT have fewer than 8 characters' }

  expect(read(tooShort)).toEqual([
    { in: 'body', path: ['name'], keyword: 'minLength', message: 'is too short: at least 8 characters' },
  ])
})

test('of any number the first sixteen are told', () => {
  const many = Array.from({ length: 1_000 }, (_, number) => entry(`/body/body/field_${number}`, 'additionalProperties'))

  expect(read(...many).map(({ path }) => path[0])).toEqual(Array.from({ length: 16 }, (_, number) => `field_${number}`))
})

test('several are told in their order', () => {
  expect(read(entry('/body/body/b', 'type'), entry('/body/body/a', 'type')).map(({ path }) => path)).toEqual([
    ['b'],
    ['a'],
  ])
})

test('a condition is told by what is wrong with its consequence, if anything else is', () => {
  expect(read(entry('/body/body', 'if'), entry('/body/body/a', 'type')).map(({ keyword }) => keyword)).toEqual(['type'])
  expect(read(entry('/body/body', 'if')).map(({ keyword }) => keyword)).toEqual(['if'])
})

test('a name is read as a JSON Pointer has it', () => {
  const told = violationsOf(
    { status: 400, errors: [entry('/body/body/a~1b~0c', 'type')] },
    { ...judged, names: new Set(['a/b~c']) },
  )
  expect(told[0]?.path).toEqual(['a/b~c'])
})

test.each(['missingProperty', 'additionalProperty', 'unevaluatedProperty'])('the name of a %s is as it is', (param) => {
  for (const name of ['a/b~1c', '']) {
    const errors = [entry('/body/query/d', 'required', { [param]: name })]

    expect(violationsOf({ status: 400, errors }, { ...judged, names: new Set([name]) })[0]).toMatchObject({
      in: 'query',
      path: ['d', name],
    })
  }
})

test('a name is quoted if it looks like one, or the contract knows it', () => {
  const pathOf = (name: string) =>
    read(entry('/body/body', 'additionalProperties', { additionalProperty: name }))[0]?.path

  for (const name of ['x'.repeat(64), 'user[password]', '$filter', 'größe', 'the first name'])
    expect(pathOf(name)).toEqual([name])
  for (const name of ['x'.repeat(65), 'the last name', '{"password":"hunter2"}', 'ada:hunter2'])
    expect(pathOf(name)).toEqual(['…'])
})

test.each([
  ['a fault', new TypeError('broken')],
  ['a failure of the validator', { status: 500, errors: [entry('/body/body', 'type')] }],
  ['a refusal without entries', { status: 400 }],
])('%s is no violation and is thrown again', (_, error) => {
  expect(() => violationsOf(error, judged)).toThrow(expect.toSatisfy((thrown) => thrown === error))
})

import { expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import type { Answer } from '../ways/declarations.ts'
import { answerListing, answerShowing } from './answer.ts'
import type { Known } from './values.ts'

const person = {
  type: 'object',
  required: ['id', 'phone'],
  properties: {
    ...{ id: { type: 'integer' }, name: { type: 'string' }, tracking: { type: 'string' } },
    phone: { type: ['string', 'null'] },
    live: { enum: ['a key', null] },
  },
}
const example = { id: 1, name: 'Example', phone: '555', live: 'a key', tracking: 'none' }

const answers = (schema: object, value: unknown) => ({
  200: { description: '', content: { 'application/json': { schema, example: value } } },
})

const document = {
  openapi: '3.1.1',
  info: { title: 'Shown', version: '1' },
  'x-answer': { '/tracking': '$uuid' },
  paths: {
    '/me': {
      get: { operationId: 'me', responses: answers(person, example), 'x-answer': { '/name': 'of the operation' } },
    },
    '/v1/me': { get: { operationId: 'meAgain', 'x-alias-of': 'me', responses: answers(person, example) } },
    '/all': {
      get: {
        operationId: 'all',
        responses: answers(
          { type: 'object', properties: { data: { type: 'array', items: person } } },
          { data: [example, example] },
        ),
      },
    },
    '/gone': { delete: { operationId: 'gone', responses: { 204: { description: '' } } } },
  },
} as unknown as ContractDocument

const contract = readContract(document)
const operation = (id: string) => {
  const found = contract.operations.find((each) => each.id === id)
  if (!found) throw new TypeError(`There is no ${id}`)
  return found
}
const account = (id: string) => ({
  ...{
    id,
    email: 'ada@example.com',
    name: 'Ada',
    role: 'user',
    roles: ['user'],
    disabled: undefined,
    created: 0,
    data: {},
  },
})
const known: Known = { account: account('18'), settings: {}, random: (bytes) => Buffer.alloc(bytes) }
const uuid = '00000000-0000-4000-8000-000000000000'
const shown = (id: string, answer?: Answer) => answerShowing({ contract }, operation(id), answer, known)

test('values take the places of the example, in the types of the schema', () => {
  const { body } = shown('me', { '/id': '$account.id', '/name': '$account.name' })
  expect(body).toEqual({ ...example, id: 18, name: 'Ada', tracking: uuid })
})

test('what is not known is null where that is allowed, and else left out', () => {
  const { body } = shown('me', { '/name': '$account.nick', '/phone': '$account.phone', '/live': '$credentials.live' })
  expect(body).toEqual({ id: 1, phone: null, live: null, tracking: uuid })
})

test('the answers of the root, of the operation and of a declaration add up, and the last wins', () => {
  expect(shown('me').body).toEqual({ ...example, name: 'of the operation', tracking: uuid })
  expect(shown('meAgain').body).toEqual({ ...example, name: 'of the operation', tracking: uuid })
  expect(shown('me', { '/tracking': 'mine' }).body).toMatchObject({ tracking: 'mine' })
})

test('a declared answer is checked, the example alone is sent as it is', () => {
  expect(shown('me')).not.toHaveProperty('asIs')
  expect(shown('all')).toMatchObject({ status: 200, asIs: true, body: { data: [example, example] } })
  expect(shown('gone', { '/id': '$account.id' })).toEqual({ status: 204, headers: {}, asIs: true })
})

test('a list has an item for each', () => {
  const list = { list: '/data', item: { '/id': '$account.id' } }
  const items = ['18', '19'].map((id) => ({ ...known, account: account(id) }))
  const listed = (some: readonly Known[]) => answerListing({ contract }, operation('all'), list, { items: some, known })
  expect(listed(items).body).toEqual({
    data: [
      { ...example, id: 18 },
      { ...example, id: 19 },
    ],
  })
  expect(listed([])).toEqual({ status: 200, headers: { 'Content-Type': 'application/json' }, body: { data: [] } })
})

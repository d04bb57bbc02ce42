import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Operation } from '../contract/contract.ts'
import type { Parameter } from '../contract/document.ts'
import { misspeltNumbers } from './numbers.ts'

const parameters: readonly Parameter[] = [
  { name: 'id', in: 'path', schema: { type: 'integer' } },
  { name: 'page', in: 'query', schema: { type: 'integer' } },
  { name: 'rate', in: 'query', schema: { type: 'number' } },
  { name: 'word', in: 'query', schema: { type: 'string' } },
  { name: 'any', in: 'query' },
]

const operation: Operation = {
  id: 'listUsers',
  method: 'GET',
  path: '/users/{id}',
  summary: 'Users',
  description: '',
  internal: false,
  facts: [],
  security: [],
  parameters,
  responses: new Map(),
}

const judge = (query: Record<string, unknown>, path: Record<string, unknown> = { id: '7' }) =>
  misspeltNumbers(operation, path, query)

test.each(['0', '7', '-7', '10', '9007199254740993', '-0'])('%s is an integer', (page) => {
  expect(judge({ page })).toEqual([])
})

test.each(['0', '-7', '1.5', '0.5', '-0.25', '1e3', '1.5E-3', '2e+2'])('%s is a number', (rate) => {
  expect(judge({ rate })).toEqual([])
})

const notInteger = { in: 'query', path: ['page'], keyword: 'type', message: 'must be integer' }
const notNumber = { in: 'query', path: ['rate'], keyword: 'type', message: 'must be number' }

test.each([
  ...['', ' ', ' 7', '7 ', '7\n', '+7', '07', '-07', '1.0', '1.', '1e3', '0x10', '0b1', '0o7', '1_000', '1,000'],
  ...['Infinity', 'NaN', 'true', 'null', '٧', '７', '--7', '-', '7a'],
])('"%s" is no integer', (page) => {
  expect(judge({ page })).toEqual([notInteger])
})

test.each(['', ' 1', '+1', '01', '.5', '5.', '1e', 'e3', '0x10', 'Infinity', '-Infinity', 'NaN', '1,5', '1e1.5'])(
  '"%s" is no number',
  (rate) => {
    expect(judge({ rate })).toEqual([notNumber])
  },
)

test('each misspelt parameter is told, in the order of the contract', () => {
  expect(judge({ rate: 'x', page: 'x' }, { id: 'x' })).toEqual([
    { ...notInteger, in: 'path', path: ['id'] },
    notInteger,
    notNumber,
  ])
})

test('what is no number in the contract, is missing, or was given twice is for the validator to judge', () => {
  expect(judge({ word: '0x10', any: 'x', unknown: 'x', page: ['1', 'x'] })).toEqual([])
  expect(judge({}, {})).toEqual([])
})

test('an operation without numbers has none misspelt', () => {
  expect(misspeltNumbers({ ...operation, parameters: [] }, { id: 'x' }, { page: 'x' })).toEqual([])
})

test('every integer is spelt as one, in the one way JSON has', () => {
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger().map(String), fc.string()), (page) => {
      const spelt = judge({ page }).length === 0

      if (String(Number(page)) === page && Number.isSafeInteger(Number(page))) expect(spelt).toBe(true)
      if (spelt) expect(page === '-0' || String(BigInt(page)) === page).toBe(true)
    }),
  )
})

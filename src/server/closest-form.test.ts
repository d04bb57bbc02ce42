import { expect, test } from 'vitest'
import type { ContractDocument, Schema } from '../contract/document.ts'
import { describeViolation, type Violation } from '../contract/violation.ts'
import { ofClosestForm } from './closest-form.ts'

const email = { type: 'object', properties: { email: {} }, required: ['email'], additionalProperties: false }
const phone = { type: 'object', properties: { phone: {} }, required: ['phone'], additionalProperties: false }
const address = { oneOf: [{ $ref: '#/components/schemas/Email' }, { $ref: '#/components/schemas/Phone' }] }

const document = {
  components: { schemas: { Email: email, Phone: phone, Address: address } },
} as never as ContractDocument

/** A violation from `body.email required`. */
function violation(line: string): Violation {
  const [place = '', keyword = ''] = line.split(' ')
  return {
    in: 'body',
    path: place.split('.').slice(1),
    keyword,
    message: keyword === 'type' ? 'must be object' : keyword,
  }
}

function left(lines: readonly string[], schema?: Schema): string[] {
  return ofClosestForm(lines.map(violation), schema && { document, schema }).map(describeViolation)
}

const emailAndMore = [
  'body.send_to additionalProperties',
  'body.phone required',
  'body.email additionalProperties',
  'body.send_to additionalProperties',
  'body oneOf',
]

test('of a body that may have one of several forms the faults of the closest are told', () => {
  expect(left(emailAndMore, { $ref: '#/components/schemas/Address' })).toEqual(['body.send_to additionalProperties'])
})

test('a member that is wrong itself is a fault of the form that has it', () => {
  const lines = ['body.email format', 'body.phone required', 'body.email additionalProperties', 'body oneOf']

  expect(left(lines, address)).toEqual(['body.email format'])
})

test('of two forms that are as close the first is told', () => {
  expect(left(['body.email required', 'body.phone required', 'body oneOf'], address)).toEqual(['body.email required'])
})

test('a choice further in is judged by itself, and what stands beside it stays', () => {
  const lines = [
    'body.name required',
    ...emailAndMore.map((line) => line.replace('body', 'body.to.0')),
    'body.size maximum',
  ]
  const schema = { properties: { to: { type: 'array', items: address } } }

  expect(left(lines, schema)).toEqual([
    'body.name required',
    'body.to.0.send_to additionalProperties',
    'body.size maximum',
  ])
})

test('where the forms are unknown each violation is reported once, without the choice', () => {
  const each = ['body.send_to additionalProperties', 'body.phone required', 'body.email additionalProperties']

  expect(left(emailAndMore)).toEqual(each)
  expect(left(emailAndMore, { type: 'object' })).toEqual(each)
})

test('a body that no form takes for what it is, is told so once', () => {
  expect(left(['body type', 'body type', 'body oneOf'], address)).toEqual(['body must be object'])
})

test('a choice of which nothing else is told stays', () => {
  expect(left(['body oneOf'], address)).toEqual(['body oneOf'])
})

test('a body that is not a choice is left as it is', () => {
  expect(left(['body.a required', 'body.b type'], email)).toEqual(['body.a required', 'body.b must be object'])
})

test('a body that more than one form takes is told so, whatever else is wrong outside of them', () => {
  const open = { properties: { x: {} }, oneOf: [{ required: ['a'] }, { required: ['b'] }] }

  expect(left(['body oneOf', 'body.x type'], open)).toEqual(['body oneOf', 'body.x must be object'])
})

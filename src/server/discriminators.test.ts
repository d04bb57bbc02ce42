import { expect, test } from 'vitest'
import type { ContractDocument, Schema } from '../contract/document.ts'
import { compileDecision } from './discriminators.ts'

const [cat, dog] = ['#/components/schemas/Cat', '#/components/schemas/Dog']
const schema = {
  oneOf: [{ $ref: cat }, { $ref: dog }],
  discriminator: { propertyName: 'kind', mapping: { cat, kitten: cat } },
}
const form = { type: 'object', required: ['kind'] }
const document = {
  openapi: '3.1.0',
  paths: {},
  components: { schemas: { Pet: schema, Cat: form, Dog: form, Bird: { type: 'object' } } },
} as unknown as ContractDocument

function told(sent: unknown, among: Schema = { $ref: '#/components/schemas/Pet' }) {
  const { path, keyword, message } = compileDecision(document, among)?.(sent) ?? {}
  return path && [['body', ...path].join('.'), keyword, message]
}

test.each(['cat', 'kitten', 'Dog', 'Cat'])('%s names a form', (kind) => {
  expect(told({ kind })).toBeUndefined()
})

test.each([
  [{}, 'body.kind', 'required', 'is required'],
  [{ kind: '' }, 'body.kind', 'minLength', 'is too short: at least 1 character'],
  [{ kind: 'dog' }, 'body.kind', 'enum', 'must be one of cat, kitten, Dog'],
  [{ kind: 'constructor' }, 'body.kind', 'enum', 'must be one of cat, kitten, Dog'],
  [Object.create({ kind: 'cat' }), 'body.kind', 'required', 'is required'],
  [null, 'body', 'type', 'must be object'],
  [[], 'body', 'type', 'must be object'],
  ['cat', 'body', 'type', 'must be object'],
])('of %j it is told where and what', (sent, ...expected) => {
  expect(told(sent)).toEqual(expected)
})

test('a body that has one form, or several that no member tells apart, is left to the validator', () => {
  expect(told({}, { type: 'object' })).toBeUndefined()
  expect(told({}, { oneOf: schema.oneOf })).toBeUndefined()
  expect(told({}, { ...schema, oneOf: [...schema.oneOf, { type: 'object' }] })).toBeUndefined()
})

test('what a form may do without, or have another type for, is left to the validator', () => {
  const bird = { $ref: '#/components/schemas/Bird' }
  expect(told({}, { ...schema, oneOf: [...schema.oneOf, bird] })).toBeUndefined()
  expect(told({ kind: 1 })).toBeUndefined()
  expect(told(null, { ...schema, oneOf: [...schema.oneOf, { type: 'null' }] })).toBeUndefined()
})

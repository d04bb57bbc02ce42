import { expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { sampleOf } from './sample.ts'

const Kettle = { type: 'object', properties: { kind: { type: 'string' }, litres: { type: 'integer' } } }
const document = {
  openapi: '3.1.0',
  info: { title: 'Tea', version: '1' },
  paths: {},
  components: { schemas: { Kettle } },
} as object as ContractDocument

const forms = [{ $ref: '#/components/schemas/Kettle' }]

test.each([
  ['by its mapping', { kettle: '#/components/schemas/Kettle' }, 'kettle'],
  ['by its schema', undefined, 'Kettle'],
])('a sample of one of several forms has its name, %s', (_, mapping, kind) => {
  const discriminator = { propertyName: 'kind', ...(mapping && { mapping }) }

  expect(sampleOf(document, { oneOf: forms, discriminator })).toEqual({ kind, litres: 0 })
})

test.each([
  [{ type: 'string', pattern: '^AC[0-9a-f]{4}$' }, /^AC[0-9a-f]{4}$/],
  [{ type: 'string', format: 'duration' }, /^PT1H$/],
  [{ type: 'string', pattern: '([' }, /^string$/],
])('a text fits its pattern and format: %j', (schema, form) => {
  expect(sampleOf(document, schema)).toMatch(form)
})

import { expect, test } from 'vitest'
import { schemaAt } from './body-schema.ts'
import type { ContractDocument } from './document.ts'

const schemas = {
  Login: {
    allOf: [{ $ref: '#/components/schemas/Named' }, { $ref: '#/components/schemas/Login' }, true],
    oneOf: [{ properties: { code: { type: 'integer' } } }, { $ref: '#/components/schemas/Nowhere' }],
    anyOf: 'junk',
    properties: { open: true, list: { type: 'array', items: { $ref: '#/components/schemas/Named' } } },
  },
  Named: { properties: { name: { type: 'string' }, login: { $ref: '#/components/schemas/Login' } } },
}
const document = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {}, components: { schemas } } as object

test.each([
  ['', schemas.Login],
  ['name', { type: 'string' }],
  ['code', { type: 'integer' }],
  ['open', {}],
  ['list/1/name', { type: 'string' }],
  ['login/login/code', { type: 'integer' }],
  ['list/name', undefined],
  ['list/01', undefined],
  ['constructor', undefined],
  ['name/length', undefined],
])('at %j the schema is %j', (path, schema) => {
  const members = path === '' ? [] : path.split('/')

  expect(schemaAt(document as ContractDocument, schemas.Login, members)).toEqual(schema)
})

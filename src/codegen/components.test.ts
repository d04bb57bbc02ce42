import { expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { nameComponents } from './components.ts'

test('a security scheme whose name has to change has the new one in every requirement', () => {
  const named = nameComponents({
    openapi: '3.1.0',
    info: { title: 'Teas', version: '1' },
    security: [{ 'my key': [], token: ['read'] }, {}],
    paths: {
      '/teas': {
        get: { operationId: 'listTeas', security: [{ 'my key': ['write'] }], responses: {}, 'x-note': { security: 1 } },
      },
    },
    components: { securitySchemes: { 'my key': { type: 'http' }, token: { type: 'http' } } },
  } as ContractDocument)

  expect(named).toMatchObject({
    security: [{ my_key: [], token: ['read'] }, {}],
    paths: { '/teas': { get: { security: [{ my_key: ['write'] }] } } },
    components: { securitySchemes: { my_key: { type: 'http' } } },
  })
})

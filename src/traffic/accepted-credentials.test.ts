import { expect, test } from 'vitest'
import { readContract } from '../contract/contract.ts'
import { acceptedCredentials } from './accepted-credentials.ts'

function accepted(security: readonly object[]): string {
  const contract = readContract({
    openapi: '3.1.1',
    info: { title: 'Notes', version: '1' },
    paths: { '/notes': { get: { operationId: 'list', security, responses: {} } } },
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        session: { type: 'apiKey', in: 'cookie', name: 'sid' },
      },
    },
  } as never)
  const [operation] = contract.operations
  return operation ? acceptedCredentials(operation, contract) : ''
}

test('alternatives are named in their order', () => {
  expect(accepted([{ basic: [] }, { session: [] }])).toBe('Authorization: Basic … or the cookie sid')
  expect(accepted([{ basic: [], session: [] }, {}])).toBe('Authorization: Basic … and the cookie sid')
})

test('alternatives that differ in their roles alone are named once', () => {
  expect(accepted([{ basic: ['staff'] }, { basic: ['admin'] }])).toBe('Authorization: Basic …')
})

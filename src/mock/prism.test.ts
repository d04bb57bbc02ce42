import { expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { createMock } from './prism.ts'

test.each([
  ['a list without a word on it is repeated', {}, { ids: ['1', '2'] }, 204],
  ['a list that is repeated', { explode: true }, { ids: ['1', '2'] }, 204],
  ['a list that is too short', {}, { ids: '1' }, 400],
  ['a list in one text', { explode: false }, { ids: '1,2' }, 204],
])('%s is read as OpenAPI has it', async (_, style, query, status) => {
  const schema = { type: 'array', items: { type: 'integer' }, minItems: 2 }
  const get = {
    parameters: [{ name: 'ids', in: 'query', schema, ...style }],
    responses: { 204: { description: 'Taken' }, 400: { description: 'Refused' } },
  }
  const document = { openapi: '3.1.0', info: { title: 'Lists', version: '1' }, paths: { '/a': { get } } }
  const mock = createMock(document as object as ContractDocument)

  const reply = await mock.answer({ method: 'get', url: { path: '/a', query } })

  expect(reply.status).toBe(status)
})

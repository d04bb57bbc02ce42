import { expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { ownApi } from './own-api.ts'

const paths = { '/teas': { get: { operationId: 'listTeas', responses: { 200: { description: 'Teas' } } } } }

function notesOf(scheme: object, security: ContractDocument['security'] = [{ session: [] }]) {
  const securitySchemes = { session: { type: 'http', scheme: 'bearer', ...scheme } }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Tea', version: '1' },
    security,
    paths,
    components: { securitySchemes },
  }
  return ownApi('tea', document as ContractDocument, { auth: 'enforce', protect: [] }).report.notes
}

test.each([
  ['x-way', '"x-way" of session is not read; did you mean "x-ways"?'],
  ['x-lifecycles', '"x-lifecycles" of session is not read'],
])('a declaration that is not read is said: %s', (key, text) => {
  expect(notesOf({ [key]: {} })).toEqual([{ kind: 'unrecognized', text }])
})

test('where nothing is protected, that a scheme is required by nothing is said once, by the banner', () => {
  expect(notesOf({}, [])).toEqual([])
})

import { expect, test } from 'vitest'
import type { ContractDocument } from '../../contract/document.ts'
import { ownApi } from '../../engine/own-api.ts'
import { changesBetween } from './contract-changes.ts'

const answer = (schema: object) => ({ '200': { description: '', content: { 'application/json': { schema } } } })
const tea = { $ref: '#/components/schemas/Tea' }
const operation = (operationId: string, schema: object = {}) => ({ get: { operationId, responses: answer(schema) } })

function loaded(paths: object, leaf: object = { type: 'string' }, scheme: object = { type: 'http', scheme: 'bearer' }) {
  const schemas = { Tea: { properties: { leaf: { $ref: '#/components/schemas/Leaf' } } }, Leaf: leaf }
  const document = {
    ...{ openapi: '3.1.0', info: { title: 'Tea', version: '1' }, paths, security: [{ key: [] }] },
    components: { schemas, securitySchemes: { key: scheme } },
  } as unknown as ContractDocument
  const own = ownApi('tea', document, { auth: 'enforce', protect: [] })
  const read = { document, sources: [], warnings: [], fingerprint: '' }
  return { own, read }
}

const before = loaded({ '/teas': operation('teas', tea), '/pots': operation('pots') })
const many = Object.fromEntries([...'abcde'].map((name) => [`/${name}`, operation(name)]))

test.each([
  [
    'an operation that is new',
    { '/teas': operation('teas', tea), '/pots': operation('pots'), '/cups': operation('cups') },
    'added GET /cups',
  ],
  ['one that is gone', { '/teas': operation('teas', tea) }, 'removed GET /pots'],
  ['one that answers something else', { '/teas': operation('teas'), '/pots': operation('pots') }, 'changed GET /teas'],
  ['many', many, 'added GET /a, GET /b, GET /c and 2 more; removed GET /teas, GET /pots'],
  ['nothing', { '/teas': operation('teas', tea), '/pots': operation('pots') }, 'nothing that is served changed'],
])('%s is told', (_, paths, line) => {
  expect(changesBetween(before, loaded(paths))).toBe(line)
})

test('an operation changes with what it refers to, however far away', () => {
  const after = loaded({ '/teas': operation('teas', tea), '/pots': operation('pots') }, { type: 'integer' })
  expect(changesBetween(before, after)).toBe('changed GET /teas')
})

test('a scheme changes with where its credential travels', () => {
  const paths = { '/teas': operation('teas', tea), '/pots': operation('pots') }
  const after = loaded(paths, { type: 'string' }, { type: 'apiKey', in: 'header', name: 'X-Key' })
  expect(changesBetween(before, after)).toBe('scheme changed: key')
})

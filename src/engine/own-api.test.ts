import { expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { mountApi } from '../server/mounted-api.ts'
import { ownApi } from './own-api.ts'

const start = (part: object) => {
  const document = { openapi: '3.1.1', info: { title: 'Odd', version: '1' }, paths: {}, ...part } as ContractDocument
  const { api, report } = ownApi('odd', document, { auth: 'enforce', protect: [] })
  mountApi(api)
  return report
}

const closedBy = (name: string) => ({
  '/': { get: { operationId: 'get', responses: {}, security: [{ [name]: [] }] } },
})
const scheme = (value: object) => ({ components: { securitySchemes: { odd: value } }, paths: closedBy('odd') })

test.each<[string, object, object]>([
  ['nothing', {}, { operations: 0, protected: 0, schemes: [], openCurl: undefined }],
  ['webhooks alone', { webhooks: { made: { post: { operationId: 'made', responses: {} } } } }, { webhooks: 1 }],
  ['webhooks of OpenAPI 3.0', { 'x-webhooks': { made: {} } }, { webhooks: 1 }],
  ['a scheme of no known type', scheme({ type: 'magic' }), { schemes: [{ how: 'closed' }] }],
  ['OAuth 2 without flows', scheme({ type: 'oauth2' }), { schemes: [{ how: 'enforced' }] }],
  ['OAuth 2 with broken flows', scheme({ type: 'oauth2', flows: { password: null, other: 7 } }), { protected: 1 }],
  ['flows with broken scopes', scheme({ type: 'oauth2', flows: { password: { scopes: null } } }), { protected: 1 }],
  ['flows as a text', scheme({ type: 'oauth2', flows: 'none' }), { protected: 1 }],
  [
    'addresses that are not addresses',
    scheme({ type: 'oauth2', flows: { password: { tokenUrl: 'http://[', scopes: {} } } }),
    {},
  ],
  ['OpenID Connect without an address', scheme({ type: 'openIdConnect' }), { protected: 1 }],
  ['a key without a name', scheme({ type: 'apiKey', in: 'header' }), { schemes: [{ how: 'closed' }] }],
  [
    'a server that is not a server',
    { 'x-vendor-servers': [{ url: 'http://[' }], ...scheme({ type: 'http', scheme: 'x' }) },
    {},
  ],
  ['an operation without answers', { paths: closedBy('undeclaredBearer') }, { protected: 1 }],
  [
    'statuses that are not statuses',
    { paths: { '/': { get: { operationId: 'get', responses: { '20X': { description: '' }, 'x-y': {} } } } } },
    { operations: 1 },
  ],
])('%s is served', (_, part, report) => {
  expect(start(part)).toMatchObject(report)
})

import { expect, test } from 'vitest'
import { readContract, resolve, serverPath } from './contract.ts'
import type { ContractDocument } from './document.ts'

const bare: ContractDocument = { openapi: '3.1.0', info: { title: 'Bank', version: '1' }, paths: {} }

/** A contract with one path item. */
const withPath = (item: ContractDocument['paths'][string], rest: Partial<ContractDocument> = {}) =>
  readContract({ ...bare, ...rest, paths: { '/users/{id}': item } })

test('a contract that says nothing has no operations and is sealed off from other origins', () => {
  expect(readContract(bare)).toEqual({
    document: bare,
    title: 'Bank',
    basePath: '',
    webhooks: [],
    cors: { origins: 'own', credentials: false, requestHeaders: ['Content-Type'] },
    facts: [],
    operations: [],
    securitySchemes: {},
  })
})

test('an operation is read with everything it says', () => {
  const { operations } = withPath({
    get: {
      operationId: 'getUser',
      summary: 'One user',
      description: 'What is known of them.',
      'x-facts': ['BK-01'],
      'x-internal': true,
      security: [{ bearer: [] }, {}],
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: { required: true, content: { 'application/json': {} } },
      responses: {
        200: { description: 'Found', 'x-facts': ['BK-02'], content: { 'application/json': {} } },
        '4XX': { description: 'Refused', headers: { Allow: { required: true } } },
        default: { description: 'Else' },
      },
    },
  })

  expect(operations).toEqual([
    {
      id: 'getUser',
      basePaths: [''],
      method: 'GET',
      path: '/users/{id}',
      summary: 'One user',
      description: 'What is known of them.',
      internal: true,
      facts: ['BK-01'],
      security: [{ bearer: [] }, {}],
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: { required: true, content: { 'application/json': {} } },
      responses: new Map([
        ['200', { description: 'Found', facts: ['BK-02'], headers: {}, content: { 'application/json': {} } }],
        ['4XX', { description: 'Refused', facts: [], headers: { Allow: { required: true } }, content: {} }],
        ['default', { description: 'Else', facts: [], headers: {}, content: {} }],
      ]),
    },
  ])
})

test('an operation that says little is public, bodiless and called by its id', () => {
  const { operations } = withPath({ get: { operationId: 'getUser', responses: {} } })

  expect(operations[0]).toEqual({
    id: 'getUser',
    basePaths: [''],
    method: 'GET',
    path: '/users/{id}',
    summary: 'getUser',
    description: '',
    internal: false,
    facts: [],
    security: [],
    parameters: [],
    responses: new Map(),
  })
})

test('every method of a path is an operation, and nothing else in it is', () => {
  const item = Object.fromEntries(
    ['trace', 'get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'summary', 'x-own', 'GET'].map((name) => [
      name,
      { operationId: name, responses: {} },
    ]),
  )

  expect(withPath(item).operations.map(({ id }) => id)).toEqual([
    ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'],
  ])
})

test.each([
  ['its own', [{ key: [] }], [{ key: [] }]],
  ['none by its own word', [], []],
  ["the contract's if it has none of its own", undefined, [{ bearer: [] }]],
])('an operation is secured as %s', (_, own, expected) => {
  const operation = { operationId: 'getUser', responses: {}, ...(own && { security: own }) }

  expect(withPath({ get: operation }, { security: [{ bearer: [] }] }).operations[0]?.security).toEqual(expected)
})

test('parameters of a path hold for each operation, which may put its own in their place', () => {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } } as const
  const page = { name: 'page', in: 'query', schema: { type: 'integer' } } as const
  const number = { ...id, schema: { type: 'integer' } } as const
  const header = { ...page, in: 'header' } as const
  const { operations } = withPath(
    {
      parameters: [id, { $ref: '#/components/parameters/Page' }],
      get: { operationId: 'getUser', responses: {} },
      put: { operationId: 'putUser', responses: {}, parameters: [number, header] },
    },
    { components: { parameters: { Page: page } } },
  )

  expect(operations.map(({ parameters }) => parameters)).toEqual([
    [id, page],
    [number, page, header],
  ])
})

test('references are followed wherever they may stand', () => {
  const { operations } = withPath(
    {
      post: {
        operationId: 'createUser',
        requestBody: { $ref: '#/components/requestBodies/User' },
        responses: { 429: { $ref: '#/components/responses/Throttled' } },
      },
    },
    {
      components: {
        requestBodies: { User: { content: { 'application/json': {} } } },
        responses: {
          Throttled: { $ref: '#/components/responses/Wait' },
          Wait: { description: 'Wait', headers: { 'Retry-After': { $ref: '#/components/headers/Seconds' } } },
        },
        headers: { Seconds: { required: true } },
      },
    },
  )

  expect(operations[0]?.requestBody).toEqual({ content: { 'application/json': {} } })
  expect(operations[0]?.responses.get('429')?.headers).toEqual({ 'Retry-After': { required: true } })
})

const odd = {
  ...bare,
  components: {
    schemas: {
      'a/b': { title: 'slash' },
      'a~b': { title: 'tilde' },
      'a~1b': { title: 'tilde and one' },
      'ä b': { title: 'encoded' },
      Alias: { $ref: '#/components/schemas/a~1b' },
      Loop: { $ref: '#/components/schemas/Pool' },
      Pool: { $ref: '#/components/schemas/Loop' },
      Property: { $ref: 7 },
    },
  },
} as unknown as ContractDocument

test.each([
  ['a~1b', 'slash'],
  ['a~0b', 'tilde'],
  ['a~01b', 'tilde and one'],
  ['%C3%A4%20b', 'encoded'],
  ['Alias', 'slash'],
])('the reference …/%s leads to what is meant (RFC 6901, 4 and 6)', (name, title) => {
  expect(resolve(odd, { $ref: `#/components/schemas/${name}` })).toEqual({ title })
})

test('what is no reference stands for itself', () => {
  const named = { $ref: 7 } as never

  expect(resolve(odd, { title: 'own' })).toEqual({ title: 'own' })
  expect(resolve(odd, named)).toBe(named)
})

test.each([
  '#/components/schemas/Missing',
  '#/components/missing/Name',
  '#/info/title',
  '#/components/schemas/Loop',
  '#/components/schemas/constructor',
  '#/components/schemas/toString',
  '#/components/schemas/__proto__',
  '#/components/schemas/%zz',
  '#',
  '#/',
  'other.yaml#/components/schemas/a~1b',
])('the reference "%s" leads nowhere', ($ref) => {
  expect(() => resolve(odd, { $ref })).toThrow(new TypeError(`The reference "${$ref}" leads nowhere`))
})

test.each([
  [undefined, ''],
  ['/', ''],
  ['/api/v1', '/api/v1'],
  ['/api/v1/', '/api/v1'],
  ['https://api.bank.example', ''],
  ['https://api.bank.example/v1.0', '/v1.0'],
  ['https://{project}.bank.example/{version}/api', '/v2/api'],
  ['https://{host}:{port}/{base}', '/base'],
  ['{scheme}://bank.example/v1', '/v1'],
  ['//bank.example/v1', '/v1'],
  ['bank.example:3000/v1', '/v1'],
  ['https://bank.example//v1/', '//v1'],
  ['./v1/../v2', '/v2'],
  ['v1?a=/b#/c', '/v1'],
  ['urn:bank', ''],
])('the path of the server %s is "%s"', (url, path) => {
  const variables = { version: { default: 'v2' } }

  expect(serverPath(url === undefined ? undefined : { url, variables })).toBe(path)
})

test('a contract stands below the path of its first server', () => {
  const servers = [{ url: 'https://bank.example/v1' }, { url: 'https://test.bank.example/v2' }]

  expect(readContract({ ...bare, 'x-vendor-servers': servers }).basePath).toBe('/v1')
})

const v = (...urls: readonly string[]) => urls.map((url) => ({ url }))
const get = { operationId: 'getUser', responses: {} }

test.each([
  ['no servers', {}, {}, {}, ['']],
  ['those of the document', {}, {}, { 'x-vendor-servers': v('https://a.example/v1', '/v2') }, ['/v1', '/v2']],
  ['each path once', {}, {}, { 'x-vendor-servers': v('https://a.example/v1', 'https://b.example/v1/') }, ['/v1']],
  ['those of the path', {}, { 'x-vendor-servers': v('/p') }, { 'x-vendor-servers': v('/v1') }, ['/p']],
  [
    'those of the operation',
    { 'x-vendor-servers': v('https://up.example', '/o') },
    { 'x-vendor-servers': v('/p') },
    { 'x-vendor-servers': v('/v1') },
    ['', '/o'],
  ],
  ['an empty list', { 'x-vendor-servers': [] }, {}, { 'x-vendor-servers': v('/v1') }, ['/v1']],
  ['a path that was added to the generated contract', {}, { servers: v('/') }, { 'x-vendor-servers': v('/v1') }, ['']],
])('base paths of an operation: %s', (_, ofOperation, ofPath, ofDocument, basePaths) => {
  const { operations } = withPath({ ...ofPath, get: { ...get, ...ofOperation } }, ofDocument)

  expect(operations.map((operation) => operation.basePaths)).toEqual([basePaths])
})

test('a contract may have webhooks and no paths', () => {
  const { paths: _, ...pathless } = bare
  const document = { ...pathless, webhooks: { paid: {}, left: {} }, 'x-webhooks': { left: {} } }

  expect(readContract(document as never)).toMatchObject({ operations: [], webhooks: ['left', 'paid'] })
})

test('a document is read once', () => {
  const document = { ...bare }

  expect(readContract(document)).toBe(readContract(document))
  expect(readContract({ ...document })).not.toBe(readContract(document))
})

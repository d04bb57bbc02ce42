import { expect, test, vi } from 'vitest'
import { readContract } from './contract.ts'
import type { ContractDocument, ResponseObject, Schema } from './document.ts'
import type { Reply } from './handler.ts'
import { compileReplyCheck } from './reply-check.ts'
import { compileReplyMedia } from './reply-media.ts'

const json = (schema: Schema): ResponseObject => ({ description: '…', content: { 'application/json': { schema } } })

const closed = { type: 'object', additionalProperties: false }

const document: ContractDocument = {
  openapi: '3.1.0',
  info: { title: 'Bank', version: '1' },
  components: {
    schemas: {
      User: {
        ...closed,
        required: ['id', 'email'],
        properties: {
          id: { type: 'integer' },
          email: { type: 'string', format: 'email' },
          nickname: { type: ['string', 'null'], maxLength: 8 },
          friends: { type: 'array', items: { $ref: '#/components/schemas/User' } },
        },
      },
      Wrong: { properties: { code: { type: 'string', pattern: '(' } } },
      Seconds: { type: 'integer', minimum: 1 },
    },
  },
  paths: {
    '/users': {
      get: {
        operationId: 'listUsers',
        responses: {
          200: json({ type: 'array', items: { $ref: '#/components/schemas/User' } }),
          201: json({ $ref: '#/paths/~1users/get/responses/200/content/application~1json/schema' }),
          202: { description: 'Anything', content: { 'application/json': {} } },
          203: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          204: { description: 'Nothing' },
          '4XX': json({ ...closed, properties: { error: { type: 'string' } }, required: ['error'] }),
          404: json({ const: 'gone' }),
        },
      },
      post: {
        operationId: 'createUser',
        responses: {
          200: {
            description: 'With headers',
            headers: {
              'Retry-After': { required: true, schema: { $ref: '#/components/schemas/Seconds' } },
              'x-rate': { schema: { type: 'number', maximum: 1 } },
              'Set-Cookie': { schema: { type: 'string', pattern: '; HttpOnly$' } },
              'X-Free': {},
              'X-Flag': { schema: { type: 'boolean' } },
              'X-List': { schema: { type: 'array', items: { type: 'integer' } } },
              'Content-Type': { required: true, schema: { const: 'x/y' } },
              'content-length': { required: true, schema: { type: 'integer' } },
            },
          },
          201: {
            ...json({ properties: { price: { type: 'number', multipleOf: 0.01 } } }),
            headers: { constructor: { schema: { type: 'integer' } } },
          },
          202: json({ $ref: '#/components/schemas/Wrong' }),
          default: json({ type: 'string' }),
        },
      },
    },
  },
}

const contract = readContract(document)
const check = compileReplyCheck(contract, compileReplyMedia(contract))

const user = { id: 1, email: 'ada@example.com' }

test.each<[string, Reply]>([
  ['a body as documented', { status: 200, body: [user] }],
  ['a body that refers to itself', { status: 200, body: [{ ...user, friends: [{ ...user, friends: [] }] }] }],
  ['a body whose schema stands at another answer', { status: 201, body: [user] }],
  ['a body of any kind', { status: 202, body: null }],
  ['no body where none is documented', { status: 204 }],
  ['a stream', { status: 203, stream: () => () => {} }],
  ['a status of a documented range', { status: 418, body: { error: 'teapot' } }],
  ['a status documented by itself within a range', { status: 404, body: 'gone' }],
  ['undocumented headers', { status: 204, headers: { 'Cache-Control': 'no-store' } }],
])('a reply keeps the contract with %s', (_, reply) => {
  expect(check('listUsers', reply)).toBeUndefined()
})

test.each<[string, Reply, string]>([
  ['an undocumented status', { status: 500 }, 'The status 500 of "listUsers" is not documented'],
  ['a body of another type', { status: 200, body: {} }, 'The body must be array (type)'],
  ['no body', { status: 200 }, 'The body is missing'],
  ['no stream', { status: 203, body: 'data: 1' }, 'The stream is missing'],
  [
    'a stream where none is documented',
    { status: 200, stream: () => () => {} },
    'A stream was given where none is documented',
  ],
  ['no body of any kind', { status: 202 }, 'The body is missing'],
  ['a body where none is documented', { status: 204, body: {} }, 'A body was given where none is documented'],
  ['null where no body is documented', { status: 204, body: null }, 'A body was given where none is documented'],
  [
    'a missing property',
    { status: 200, body: [user, { id: 2 }] },
    "The body/1 must have required property 'email' (required)",
  ],
  [
    'a property too many',
    { status: 200, body: [{ ...user, password: 'hunter2' }] },
    'The body/0 must NOT have additional properties (additionalProperties)',
  ],
  [
    'a value of the wrong format',
    { status: 200, body: [{ ...user, email: 'nobody' }] },
    'The body/0/email must match format "email" (format)',
  ],
  ['a number for an integer', { status: 200, body: [{ ...user, id: 1.5 }] }, 'The body/0/id must be integer (type)'],
  ['a number as text', { status: 200, body: [{ ...user, id: '1' }] }, 'The body/0/id must be integer (type)'],
  [
    'a fault deep inside',
    { status: 200, body: [{ ...user, friends: [{ ...user, nickname: 'far too long' }] }] },
    'The body/0/friends/0/nickname must NOT have more than 8 characters (maxLength)',
  ],
  [
    'the body of the range for a status of its own',
    { status: 404, body: { error: 'x' } },
    'The body must be equal to constant (const)',
  ],
  [
    'a status outside the range',
    { status: 399, body: { error: 'x' } },
    'The status 399 of "listUsers" is not documented',
  ],
])('a reply breaks the contract with %s', (_, reply, deviation) => {
  expect(check('listUsers', reply)).toBe(deviation)
})

test('what is wrong is told without the value', () => {
  const body = [{ ...user, email: 'hunter2' }]

  expect(check('listUsers', { status: 200, body })).not.toContain('hunter2')
})

test('the default answer stands for every status that is not documented by itself', () => {
  expect(check('createUser', { status: 503, body: 'later' })).toBeUndefined()
  expect(check('createUser', { status: 503, body: 7 })).toBe('The body must be string (type)')
})

test.each<[string, Reply['headers']]>([
  ['as documented', { 'Retry-After': '1' }],
  ['in another case', { 'retry-after': '30', 'X-Rate': '0.5' }],
  ['repeated', { 'Retry-After': '1', 'Set-Cookie': ['a=1; HttpOnly', 'b=2; HttpOnly'] }],
  ['of a flag', { 'Retry-After': '1', 'X-Flag': 'true' }],
  ['of a list', { 'Retry-After': '1', 'X-List': '1, 2' }],
  ['of a list in lines', { 'Retry-After': '1', 'X-List': ['1', '2,3'] }],
  ['of any value where none is documented', { 'Retry-After': '1', 'X-Free': 'anything' }],
])('headers keep the contract %s', (_, headers) => {
  expect(check('createUser', { status: 200, ...(headers && { headers }) })).toBeUndefined()
})

test.each<[string, Reply['headers'], string]>([
  ['none at all', undefined, 'The header "Retry-After" is missing'],
  ['another one', { 'Retry-Before': '1' }, 'The header "Retry-After" is missing'],
  ['a number too small', { 'Retry-After': '0' }, 'The header "Retry-After" must be >= 1 (minimum)'],
  ['text for a number', { 'Retry-After': 'soon' }, 'The header "Retry-After" must be integer (type)'],
  ['nothing for a number', { 'Retry-After': '' }, 'The header "Retry-After" must be integer (type)'],
  ['a hexadecimal number', { 'Retry-After': '0x10' }, 'The header "Retry-After" must be integer (type)'],
  ['a fraction', { 'Retry-After': '1.5' }, 'The header "Retry-After" must be integer (type)'],
  ['a number too large', { 'Retry-After': '1', 'X-Rate': '2' }, 'The header "x-rate" must be <= 1 (maximum)'],
  ['a word for a flag', { 'Retry-After': '1', 'X-Flag': 'yes' }, 'The header "X-Flag" must be boolean (type)'],
  ['a word in a list', { 'Retry-After': '1', 'X-List': '1,x' }, 'The header "X-List" must be integer (type)'],
  [
    'one wrong line of two',
    { 'Retry-After': '1', 'Set-Cookie': ['a=1; HttpOnly', 'b=2'] },
    'The header "Set-Cookie" must match pattern "; HttpOnly$" (pattern)',
  ],
])('headers break the contract with %s', (_, headers, deviation) => {
  expect(check('createUser', { status: 200, ...(headers && { headers }) })).toBe(deviation)
})

test('19.99 is a multiple of 0.01', () => {
  expect(check('createUser', { status: 201, body: { price: 19.99 } })).toBeUndefined()
  expect(check('createUser', { status: 201, body: { price: 19.999 } })).toBe(
    'The body/price must be multiple of 0.01 (multipleOf)',
  )
})

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is no number, since JSON cannot write it', (price) => {
  expect(check('createUser', { status: 201, body: { price } })).toBe('The body/price must be number (type)')
})

test('a header that was not given is not what every object has', () => {
  expect(check('createUser', { status: 201, headers: {}, body: {} })).toBeUndefined()
})

test('an example may hold what looks like the address of a schema, and an unknown format is not logged', () => {
  const warn = vi.spyOn(console, 'warn')
  const price = { type: 'number', format: 'coins', example: { $id: 'https://{host}/price' } }
  const told = { ...document, components: { schemas: { ...document.components?.schemas, Price: price } } }
  const paths = {
    '/price': { get: { operationId: 'price', responses: { 200: json({ $ref: '#/components/schemas/Price' }) } } },
  }
  const own = readContract({ ...told, paths })
  expect(compileReplyCheck(own, compileReplyMedia(own))('price', { status: 200, body: 1 })).toBeUndefined()
  expect(warn).not.toHaveBeenCalled()
})

test('a schema that cannot be compiled judges nothing', () => {
  expect(check('createUser', { status: 202, body: { code: 'x' } })).toBeUndefined()
})

test('an unknown operation documents nothing', () => {
  expect(check('dropUsers', { status: 200 })).toBe('The status 200 of "dropUsers" is not documented')
})

import { expect, test } from 'vitest'
import { createFetchApi, describeViolations } from './index.ts'

const json = { 'application/json': { schema: {} } }
const integer = { type: 'integer' }

const contract = {
  openapi: '3.1.0',
  info: { title: 'Parameters', version: '1' },
  paths: {
    '/items/{item-id}': {
      get: {
        operationId: 'getItem',
        parameters: [
          { name: 'item-id', in: 'path', required: true, schema: integer },
          { name: 'tags[]', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'limit', in: 'query', schema: { ...integer, default: 20 } },
          { name: 'X-Ids', in: 'header', schema: { type: 'array', items: integer } },
          { name: 'constructor', in: 'header', schema: integer },
          { name: 'theme', in: 'cookie', required: true, schema: { enum: ['dark', 'light'] } },
        ],
        responses: {
          200: { description: 'What was read', content: json },
          400: { description: 'Why not', content: json },
        },
      },
    },
    '/broken': {
      get: {
        operationId: 'broken',
        parameters: [{ name: 'q', in: 'query', schema: { pattern: '(' } }],
        responses: { 204: { description: 'Taken' } },
      },
    },
  },
}

const told: string[] = []

const api = createFetchApi({
  contract,
  schemes: {},
  context: () => ({}),
  form: {
    invalidStatus: 400,
    body: (refusal) => (refusal.refusal === 'invalid' ? describeViolations(refusal.violations) : ''),
  },
  handlers: {
    getItem: ({ path, query, header, cookie }: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => ({
      status: 200,
      body: { path, query, ids: header?.['X-Ids'], accept: header?.accept, unsent: typeof header?.constructor, cookie },
    }),
    broken: () => ({ status: 204 }),
  },
  log: { error: (_, message) => void told.push(message), warn: (_, message) => void told.push(message) },
})

async function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return (await api(new Request(`http://localhost${path}`, { headers }))).json()
}

test('a handler gets parameters as the contract means them, and other headers as they were sent', async () => {
  const headers = { 'X-Ids': '1, 2', Cookie: 'other=1; theme=dark', Accept: 'a/b' }

  expect(await ask('/items/7?tags[]=a&tags[]=b', headers)).toEqual({
    path: { 'item-id': 7 },
    query: { 'tags[]': ['a', 'b'], limit: 20 },
    ids: [1, 2],
    accept: 'a/b',
    unsent: 'undefined',
    cookie: { theme: 'dark' },
  })
})

test('a violation has the place and the name that the contract has', async () => {
  expect(await ask('/items/x?tags=a', { 'X-Ids': '1' })).toBe('query.tags is not known here')
  expect(await ask('/items/x', { 'X-Ids': 'x' })).toBe(
    'path.item-id must be integer; header.X-Ids.0 must be integer; cookie.theme is required',
  )
})

test('what the server cannot do is logged when the API is created', () => {
  expect(told).toEqual(['GET /broken: query.q: "(" is not a regular expression, so it is not checked'])
})

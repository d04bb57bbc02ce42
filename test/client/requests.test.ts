import { createApiClient } from 'latchkey/client'
import { expect, test } from 'vitest'
import { encodingsOf, stylesOf } from '../../src/codegen/styles.ts'
import { readContract } from '../../src/contract/contract.ts'
import type { ContractDocument } from '../../src/contract/document.ts'

const text = { schema: { type: 'string' } } as const
const noContent = { 204: { description: 'Done' } }

const document: ContractDocument = {
  openapi: '3.1.0',
  info: { title: 'Tea', version: '1.0.0' },
  paths: {
    '/teas/{kinds}': {
      get: {
        operationId: 'listTeas',
        parameters: [
          { name: 'kinds', in: 'path', required: true, style: 'matrix', explode: true, ...text },
          { name: 'ids', in: 'query', explode: false, ...text },
          { name: 'tags', in: 'query', ...text },
          { name: 'filter', in: 'query', style: 'deepObject', explode: true, ...text },
          { name: 'where', in: 'query', content: { 'application/json': text } },
          { name: 'X-Sizes', in: 'header', ...text },
          { name: 'seen', in: 'cookie', ...text },
        ],
        responses: noContent,
      },
    },
    '/teas': {
      post: {
        operationId: 'addTea',
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': { ...text, encoding: { kinds: { explode: false } } },
          },
        },
        responses: noContent,
      },
      patch: {
        operationId: 'changeTea',
        requestBody: { content: { 'application/merge-patch+json': text } },
        responses: noContent,
      },
    },
  },
} as object as ContractDocument

interface Loose {
  readonly [method: string]: (path: string, init?: object) => Promise<{ readonly status: number }>
}

test('requests are written as their contract says', async () => {
  const operations = Object.fromEntries(
    readContract(document).operations.map((operation) => [
      operation.id,
      {
        method: operation.method,
        path: operation.path,
        security: [],
        statuses: [204],
        mediaTypes: Object.keys(operation.requestBody?.content ?? {}),
        styles: stylesOf(operation) ?? {},
        encodings: encodingsOf(operation) ?? {},
      },
    ]),
  )
  const sent: string[] = []
  const options = {
    baseUrl: 'http://localhost',
    async fetch(request: Request) {
      const { method, url, headers } = request
      const named = ['X-Sizes', 'Cookie', 'Content-Type'].flatMap((name) => headers.get(name) ?? [])
      sent.push([method, url.slice('http://localhost'.length), ...named, await request.text()].join(' '))
      return new Response(null, { status: 204 })
    },
  }
  const client = createApiClient({ operations, securitySchemes: {}, ways: {} }, options) as object as Loose
  const params = {
    path: { kinds: ['green', 'black'] },
    query: { ids: [1, 2], tags: ['a', 'b'], filter: { since: new Date(0) }, where: { a: [1] }, none: undefined },
    header: { 'X-Sizes': [1, 2] },
    cookie: { seen: 'a b' },
  }
  await client.GET?.('/teas/{kinds}', { params })
  await client.POST?.('/teas', { body: { kinds: ['green', 'black'], price: undefined, name: 'Sencha & Co' } })
  await client.PATCH?.('/teas', { body: { name: null } })

  expect(sent).toEqual([
    'GET /teas/;kinds=green;kinds=black?ids=1,2&tags=a&tags=b&filter[since]=1970-01-01T00%3A00%3A00.000Z&where=%7B%22a%22%3A%5B1%5D%7D 1,2 seen=a%20b ',
    'POST /teas application/x-www-form-urlencoded kinds=green%2Cblack&name=Sencha+%26+Co',
    'PATCH /teas application/merge-patch+json {"name":null}',
  ])
})

/** A client of one operation, and what it sends: the header, the media type and the text of each body. */
function clientOf(row: object, options: object = {}) {
  const sent: (readonly [string | null, string | null, string])[] = []
  const operations = { call: { method: 'POST', path: '/call', security: [], statuses: [204], ...row } }
  const securitySchemes = {
    bearer: { type: 'http', scheme: 'bearer' },
    key: { type: 'apiKey', in: 'header', name: 'Key' },
  }
  const ways = {
    password: {
      scheme: 'bearer',
      required: ['password'],
      obtain: { operation: 'login', params: {}, body: { password: '$inputs.password' }, refusals: { 401: null } },
      outputs: { token: '$response.body#/token' },
      send: '$outputs.token',
    },
  }
  const login = { method: 'POST', path: '/login', security: [], statuses: [200, 401] }
  const client = createApiClient<object, string, { way: string; password: string }>(
    { operations: { ...operations, login }, securitySchemes, ways },
    {
      baseUrl: 'http://localhost',
      async fetch(request) {
        if (request.url.endsWith('/login')) return Response.json({ token: 1 })
        const { headers } = request
        sent.push([
          headers.get('Authorization') ?? headers.get('Key'),
          headers.get('Content-Type'),
          await request.text(),
        ])
        return new Response(null, { status: 204 })
      },
      ...options,
    },
  )
  return { client: client as object as Pick<typeof client, 'login' | 'logout'> & Loose, sent }
}

const authentication = { way: 'password', password: 'secret' }

test('where a credential is welcome and none is demanded, it is sent if there is one', async () => {
  const { client, sent } = clientOf({ security: [{}, { bearer: [] }] }, { authentication })
  await client.POST?.('/call')
  await client.login()
  await client.POST?.('/call')

  expect(sent.map(([credential]) => credential)).toEqual([null, 'Bearer 1'])
})

test('an alternative that is not complete gives way to the next', async () => {
  const security = [{ bearer: [] }, { key: [] }]
  const { client, sent } = clientOf({ security }, { authentication, credentials: { key: 'k' } })
  await client.login()
  await client.logout()
  await client.POST?.('/call')

  expect(sent).toEqual([['k', null, '']])
})

test('parts get their boundary, and streams are sent', async () => {
  const { client, sent } = clientOf({ mediaTypes: ['multipart/form-data', 'application/octet-stream'] })
  await client.POST?.('/call', { body: { a: 1 }, headers: { 'Content-Type': 'multipart/form-data' } })
  await client.POST?.('/call', { body: new Blob(['bytes']).stream() })

  expect(sent).toEqual([
    [null, expect.stringMatching(/^multipart\/form-data; boundary=/), expect.stringContaining('name="a"')],
    [null, 'application/octet-stream', 'bytes'],
  ])
})

test.each([
  ['/files/{id}#shared', { path: { id: '1' }, query: { fields: 'link' } }, '/files/1?fields=link'],
  ['/files#all', { query: { fields: 'link' } }, '/files?fields=link'],
  ['/files/{id}#shared', { path: { id: 'a#b' } }, '/files/a%23b'],
])('%s: the fragment of a path is not sent', async (path, params, address) => {
  const urls: string[] = []
  const fetch = async ({ url }: Request) => {
    urls.push(url)
    return new Response(null, { status: 204 })
  }
  const { client } = clientOf({ path }, { fetch })
  await client.POST?.(path, { params })
  await client.POST?.(path, { params, pathSerializer: (url: string) => url.replace('{id}', 'own') })

  const own = address.replace(/\/(1|a%23b)/, '/own')
  expect(urls).toEqual([`http://localhost${address}`, `http://localhost${own}`])
})

interface Provided {
  readonly way: string
  readonly provider: string
}

test('the address of a login has no fragment', async () => {
  const login = { method: 'GET', path: '/login#google', security: [], statuses: [302] }
  const redirect = { operation: 'login', params: { query: { provider: '$inputs.provider' } }, refusals: {} }
  const client = createApiClient<object, string, Provided, Provided>(
    {
      operations: { login },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'sid' } },
      ways: { oauth: { scheme: 'session', required: [], redirect, outputs: {} } },
    },
    { baseUrl: 'http://localhost' },
  )

  expect(await client.loginUrl({ way: 'oauth', provider: 'google' })).toBe('http://localhost/login?provider=google')
})

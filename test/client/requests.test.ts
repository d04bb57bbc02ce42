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

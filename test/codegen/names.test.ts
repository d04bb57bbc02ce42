import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeFiles } from '../../src/codegen/generate.ts'
import { contractOf, fixture, generatedFrom, textOf } from './fixtures.ts'

async function namesIn(topic: string): Promise<string[]> {
  const { operations } = await contractOf(topic)
  return operations.map(({ method, path, id }) => `${method} ${path} is ${id}`)
}

test('an operation without a name is named after its method and path, and never like another', async () => {
  expect(await namesIn('nameless')).toEqual([
    'GET / is get',
    'GET /books is getBooks',
    'POST /books is postBooks',
    'GET /books/{id} is getBooksId',
    'GET /books/id is getBooksId3',
    'GET /books-id is getBooksId2',
    'GET /books.id is getBooksId4',
    'GET /bücher is getBücher',
  ])
})

test('a name that is made up is not that of a webhook or a callback either', async () => {
  expect(await namesIn('webhooks')).toEqual(['GET /bells is getBells2', 'POST /bells is postBells2'])
})

test('an alias leaves the name to the operation it stands for, and a shared path item lends its name once', async () => {
  expect(await namesIn('aliases')).toEqual([
    'POST /v0/readings is postV0Readings',
    'POST /v1/readings is postV1Readings',
    'POST /v2/readings is addReading',
    'GET /health is getHealth',
    'GET /status is getStatus',
    'GET /station is getStation',
    'GET /outpost is getOutpost',
    'GET /pulse is getTick',
    'GET /beat is getBeat',
  ])
})

test('a name that is no identifier stays as it is', async () => {
  expect(await namesIn('odd-names')).toEqual([
    'POST /things:search is things/search',
    'GET /things/{thing_id}.json is delete',
    'GET /users is users#list',
    `GET /it's/"quoted" is it's "quoted" \\ and \${more}`,
    'GET /constructor is constructor',
    'GET /hasOwnProperty is hasOwnProperty',
    'GET /percent is 50%off',
    'GET /ünïcödé is ünïcödé',
    'GET /digits is 123',
  ])
})

test('the operation table holds every operation under its name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
  try {
    await writeFiles(await generatedFrom({ file: fixture('odd-names').file, folder }))
    const { operations } = (await import(join(folder, 'operations.ts'))) as { readonly operations: object }
    const ids = (await contractOf('odd-names')).operations.map(({ id }) => id)
    expect(Object.keys(operations).sort()).toEqual(ids.sort())
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a name that every object has a method of is kept', async () => {
  const text = await textOf('odd-names', 'schema.ts')
  expect(text).toContain(
    '/** @description Is no hasOwnProperty of an object. */\n            readonly hasOwnProperty: string;',
  )
  expect(text).toContain('readonly get: operations["hasOwnProperty"];')
})

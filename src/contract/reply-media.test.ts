import { expect, test } from 'vitest'
import { readContract } from './contract.ts'
import type { Reply } from './handler.ts'
import { compileReplyMedia } from './reply-media.ts'

const text = { type: 'string' }
const object = { type: 'object' }
const binary = { type: 'string', format: 'binary' }
const png = new Blob([], { type: 'image/png' })

function chosen(documented: Readonly<Record<string, object | undefined>>, reply: Omit<Reply, 'status'>, status = 200) {
  const content = Object.fromEntries(Object.entries(documented).map(([key, schema]) => [key, schema ? { schema } : {}]))
  const contract = readContract({
    openapi: '3.1.0',
    info: { title: 'Replies', version: '1' },
    paths: { '/': { get: { operationId: 'get', responses: { '2XX': { description: 'Any', content } } } } },
  })
  const media = compileReplyMedia(contract)('get', { status, ...reply })
  return media && [media.key, media.mediaType, media.kind]
}

test.each<[string, Readonly<Record<string, object | undefined>>, Omit<Reply, 'status'>, unknown]>([
  ['the only type', { 'text/html': text }, { body: 'a' }, ['text/html', 'text/html', 'text']],
  [
    'the only type, with its parameters',
    { 'text/csv; header=absent': text },
    { body: 'a' },
    ['text/csv; header=absent', 'text/csv; header=absent', 'text'],
  ],
  [
    'the first type',
    { 'application/json': text, 'text/html': text },
    { body: 'a' },
    ['application/json', 'application/json', 'json'],
  ],
  [
    'the first type for an object',
    { 'text/plain': object, 'text/json': object },
    { body: {} },
    ['text/json', 'text/json', 'json'],
  ],
  [
    'the first type for a text',
    { 'application/json': object, 'text/csv': text },
    { body: 'a' },
    ['text/csv', 'text/csv', 'text'],
  ],
  [
    'the first type for bytes',
    { 'application/json': object, 'application/pdf': binary },
    { body: png },
    ['application/pdf', 'application/pdf', 'bytes'],
  ],
  [
    'the type of a file',
    { 'image/gif': binary, 'image/png': binary },
    { body: png },
    ['image/png', 'image/png', 'bytes'],
  ],
  ['the type of a file within a range', { 'image/*': undefined }, { body: png }, ['image/*', 'image/png', 'bytes']],
  [
    'the type that is named',
    { 'application/json': {}, 'text/csv': text },
    { headers: { 'content-type': 'Text/CSV' }, body: 'a' },
    ['text/csv', 'Text/CSV', 'text'],
  ],
  ['JSON of all types', { '*/*': object }, { body: {} }, ['*/*', 'application/json', 'json']],
  ['text of all types', { '*/*': {} }, { body: 'a' }, ['*/*', 'text/plain', 'text']],
  ['bytes of all types', { '*/*': {} }, { body: Buffer.of(1) }, ['*/*', 'application/octet-stream', 'bytes']],
  [
    'JSON of an unknown type',
    { 'application/vnd.own': object },
    { body: {} },
    ['application/vnd.own', 'application/vnd.own', 'json'],
  ],
  [
    'text of an unknown type',
    { 'application/vnd.own': text },
    { body: 'a' },
    ['application/vnd.own', 'application/vnd.own', 'text'],
  ],
  [
    'the type that is not the event stream',
    { 'text/event-stream': text, 'application/json': {} },
    { body: {} },
    ['application/json', 'application/json', 'json'],
  ],
  [
    'bytes of a type that is always bytes',
    { 'application/pdf': object },
    { body: {} },
    ['application/pdf', 'application/pdf', 'bytes'],
  ],
  ['none in a range that says nothing', { 'image/*': undefined }, { body: Buffer.of(1) }, undefined],
  [
    'none for a type that is not documented',
    { 'text/csv': text },
    { headers: { 'Content-Type': 'text/html' }, body: 'a' },
    undefined,
  ],
  ['none where there is no body', {}, { body: 'a' }, undefined],
])('a reply is written in %s', (_what, documented, reply, expected) => {
  expect(chosen(documented, reply)).toEqual(expected)
})

test('an answer that is not documented has no media type', () => {
  expect(chosen({ 'text/html': text }, { body: 'a' }, 404)).toBeUndefined()
})

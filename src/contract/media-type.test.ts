import { expect, test } from 'vitest'
import { charsetOf, isBinarySchema, isBinaryType, kindOf, mediaTypeFinder } from './media-type.ts'

test.each([
  ['application/json', 'json'],
  ['Application/JSON; charset=utf-8', 'json'],
  ['text/json', 'json'],
  ['application/merge-patch+json', 'json'],
  ['application/x-www-form-urlencoded', 'form'],
  ['multipart/form-data; boundary=x', 'multipart'],
  ['multipart/mixed', 'bytes'],
  ['text/plain', 'text'],
  ['text/csv; header=present', 'text'],
  ['application/xml', 'text'],
  ['image/svg+xml', 'text'],
  ['application/vnd.oai.openapi+yaml', 'text'],
  ['application/javascript', 'text'],
  ['application/x-ndjson', 'text'],
  ['application/octet-stream', 'bytes'],
  ['image/png', 'bytes'],
  ['application/zip+constructor', 'bytes'],
  ['constructor', 'bytes'],
  ['', 'bytes'],
])('the media type "%s" is read as %s', (mediaType, kind) => {
  expect(kindOf(mediaType)).toBe(kind)
})

test.each([
  [true, 'application/octet-stream'],
  [true, 'Application/PDF; version=2'],
  [true, 'image/*'],
  [true, 'multipart/mixed'],
  [true, 'application/vnd.own+cbor'],
  [false, 'multipart/form-data'],
  [false, 'image/svg+xml'],
  [false, 'application/vnd.own'],
  [false, 'application/*'],
  [false, '*/*'],
])('that a media type is always bytes is %s of "%s"', (isBinary, mediaType) => {
  expect(isBinaryType(mediaType)).toBe(isBinary)
})

test.each([
  ['application/json', 'application/json'],
  ['APPLICATION/JSON; charset=utf-8', 'application/json'],
  ['application/json; version=2', 'application/json; version=2'],
  ['application/json; version="2"; charset=utf-8', 'application/json; version=2'],
  ['application/json; version=3', 'application/json'],
  ['application/merge-patch+json', 'application/*+json'],
  ['application/xml', 'application/*'],
  ['text/html', 'text/*'],
  ['text/csv', 'Text/CSV; header=present'],
  ['image/png', '*/*'],
  ['image', undefined],
  ['', undefined],
])('of all that fit "%s", the most specific key is %s', (contentType, key) => {
  const documented = [
    ...['*/*', 'application/*', 'application/*+json', 'text/*', 'Text/CSV; header=present'],
    ...['application/json', 'application/json; version=2'],
  ]

  expect(mediaTypeFinder(documented)(contentType)).toBe(key)
  expect(mediaTypeFinder(documented.toReversed())(contentType)).toBe(key)
})

test.each([
  ['text/plain', undefined],
  ['text/plain; charset=UTF-8', 'utf-8'],
  ['text/plain; format=flowed; charset="utf-16"', 'utf-16'],
  ['text/plain; charset=utf-8; charset=latin1', 'utf-8'],
])('the charset of "%s" is %s', (contentType, charset) => {
  expect(charsetOf(contentType)).toBe(charset)
})

test.each([
  [true, { type: 'string', format: 'binary' }],
  [true, { type: ['string', 'null'], format: 'binary' }],
  [true, { type: 'string', contentMediaType: 'image/png' }],
  [false, { type: 'string', contentMediaType: 'image/png', contentEncoding: 'base64' }],
  [false, { type: 'string', contentMediaType: 'application/json' }],
  [false, { type: 'string', contentMediaType: 'application/xml' }],
  [false, { type: 'string', format: 'byte' }],
  [false, { format: 'binary' }],
  [false, {}],
])('that a schema describes bytes is %s of %j', (isBinary, schema) => {
  expect(isBinarySchema(schema)).toBe(isBinary)
})

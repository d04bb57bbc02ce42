import { describe, expect, test } from 'vitest'
import type { SecurityScheme } from '../contract/document.ts'
import { carrierOf } from './carrier.ts'

const header = { type: 'apiKey', in: 'header', name: 'X-Key' }
const authorization = { ...header, name: 'Authorization' }
const basic = { type: 'http', scheme: 'basic' }
const pair = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

function read(scheme: SecurityScheme, fields: Readonly<Record<string, string | readonly string[]>>, search = '') {
  const sent = carrierOf(scheme)?.({
    fields: (name) => [Object.hasOwn(fields, name) ? (fields[name] ?? []) : []].flat(),
    search,
  })
  return typeof sent === 'object' ? sent.texts : sent
}

describe('what a request carries', () => {
  test.each<[string, SecurityScheme, Parameters<typeof read>[1], unknown]>([
    ['a bearer token', { type: 'oauth2' }, { authorization: 'bearer abc' }, ['abc']],
    ['another scheme', { type: 'http', scheme: 'Bearer' }, { authorization: 'Basic abc' }, 'malformed'],
    ['nothing', { type: 'openIdConnect' }, {}, 'missing'],
    ['a pair', basic, { authorization: pair('a:b:c') }, ['a:b:c']],
    ['a user name without a password', basic, { authorization: pair('a:') }, ['a']],
    ['a pair in UTF-8', basic, { authorization: pair('ä:ö') }, ['ä:ö']],
    ['a pair that is encoded', { ...basic, 'x-form-encoded': true }, { authorization: pair('a%3A:b+c') }, ['a::b c']],
    ['another HTTP scheme', { type: 'http', scheme: 'Token' }, { authorization: 'token  a b' }, ['a b']],
    ['its name alone', { type: 'http', scheme: 'Token' }, { authorization: 'Token' }, 'malformed'],
    ['a key', header, { 'x-key': 'a b' }, ['a b']],
    ['an empty key', header, { 'x-key': '' }, 'malformed'],
    ['a blank key', header, { 'x-key': ' ' }, 'malformed'],
    ['a key twice', header, { 'x-key': ['a', 'a'] }, 'malformed'],
    ['a key that is too long', header, { 'x-key': 'a'.repeat(8_193) }, 'malformed'],
    ['a key in Authorization', authorization, { authorization: 'a' }, ['a']],
    ['a key behind a prefix', authorization, { authorization: 'Bot a b' }, ['Bot a b', 'a b']],
    ['a key as a parameter', authorization, { authorization: 'Token token=a' }, ['Token token=a', 'token=a', 'a']],
    ['a quoted one', authorization, { authorization: 'Token token="a"' }, ['Token token="a"', 'token="a"', 'a']],
    ['another parameter', authorization, { authorization: 'Token xtoken=a' }, ['Token xtoken=a', 'xtoken=a']],
    ['a cookie', { ...header, in: 'cookie', name: 'sid' }, { cookie: 'a=b; sid=c' }, ['c']],
    ['several cookies', { ...header, in: 'cookie', name: 'sid' }, { cookie: 'sid=a; sid=; sid=c' }, ['a', 'c']],
    ['a cookie with another name', { ...header, in: 'cookie', name: 'sid' }, { cookie: 'xsid=a' }, 'missing'],
  ])('%s', (_, scheme, fields, expected) => {
    expect(read(scheme, fields)).toEqual(expected)
  })

  test.each([
    ['?k=a+b%26', ['a b&']],
    ['?k=', 'malformed'],
    ['?k=a&k=b', 'malformed'],
    ['?K=a', 'missing'],
    ['', 'missing'],
  ])('a key in the query %s', (search, expected) => {
    expect(read({ ...header, in: 'query', name: 'k' }, {}, search)).toEqual(expected)
  })
})

test.each<[string, SecurityScheme]>([
  ['a client certificate', { type: 'mutualTLS' }],
  ['an unknown type', { type: 'constructor' }],
  ['an HTTP scheme without a name', { type: 'http' }],
  ['an HTTP scheme with two words', { type: 'http', scheme: 'a b' }],
  ['a key without a name', { type: 'apiKey', in: 'query' }],
  ['a key in another place', { ...header, in: 'body' }],
  ['a header with a colon', { ...header, name: 'X:Key' }],
  ['a cookie with an equals sign', { ...header, in: 'cookie', name: 'a=b' }],
])('no request carries %s', (_, scheme) => {
  expect(carrierOf(scheme)).toBeUndefined()
})

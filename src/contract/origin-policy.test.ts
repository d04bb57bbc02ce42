import { expect, test } from 'vitest'
import {
  corsHeaders,
  isForeign,
  isOriginAllowed,
  type OriginRules,
  type OriginSigns,
  preflightHeaders,
} from './origin-policy.ts'

const own = 'http://localhost:4000'
const listed = 'http://localhost:3000'
const foreign = 'https://evil.example'

const rules = (origins: OriginRules['origins']): OriginRules => ({
  origins,
  credentials: origins === 'allow-list',
  requestHeaders: ['Authorization', 'Content-Type'],
  allowed: [listed],
})

const from = (origin: string | undefined, signs: Partial<OriginSigns> = {}): OriginSigns => ({
  method: 'POST',
  origin,
  referrer: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  fetchDest: undefined,
  ...signs,
})

const link = { method: 'GET', fetchSite: 'cross-site', fetchMode: 'navigate', fetchDest: 'document' }

test.each<[string, OriginSigns, readonly OriginRules['origins'][]]>([
  ['no browser', from(undefined), ['any', 'allow-list', 'own']],
  ['a page of our own', from(own), ['any', 'allow-list', 'own']],
  [
    'a page of our own, said by the browser',
    from(undefined, { fetchSite: 'same-origin' }),
    ['any', 'allow-list', 'own'],
  ],
  ['a page of the same site', from(undefined, { fetchSite: 'same-site' }), ['any', 'allow-list', 'own']],
  ['an address that was typed', from(undefined, { fetchSite: 'none' }), ['any', 'allow-list', 'own']],
  ['a listed page', from(listed), ['any', 'allow-list']],
  ['a listed page, cross-site', from(listed, { fetchSite: 'cross-site' }), ['any', 'allow-list']],
  ['a foreign page', from(foreign), ['any']],
  ['a foreign page that calls itself same-origin', from(foreign, { fetchSite: 'same-origin' }), ['any']],
  ['a sandboxed page', from('null'), ['any']],
  ['an empty origin', from(''), ['any']],
  ['a foreign page without an origin', from(undefined, { fetchSite: 'cross-site' }), ['any']],
  ['a link followed', from(undefined, link), ['any', 'allow-list', 'own']],
  ['a link followed by a page with an origin', from(foreign, link), ['any']],
  ['a form sent', from(undefined, { ...link, method: 'POST' }), ['any']],
  ['a frame', from(undefined, { ...link, fetchDest: 'iframe' }), ['any']],
  ['an image', from(undefined, { ...link, fetchMode: 'no-cors', fetchDest: 'image' }), ['any']],
  ['a call without an origin', from(undefined, { ...link, fetchMode: 'cors', fetchDest: 'empty' }), ['any']],
])('%s', (_, signs, policies) => {
  const admitting = (['any', 'allow-list', 'own'] as const).filter((policy) =>
    isOriginAllowed(signs, [own], rules(policy)),
  )

  expect(admitting).toEqual(policies)
})

const image = { ...link, fetchMode: 'no-cors', fetchDest: 'image' }

test.each<[string, OriginSigns]>([
  ['a program', from(undefined)],
  ['an address that was typed', from(undefined, { ...link, fetchSite: 'none' })],
  ['a page of our own', from(undefined, { ...image, fetchSite: 'same-origin' })],
  ['a page of the same site', from(undefined, { ...image, fetchSite: 'same-site' })],
  ['a page of our own, by its origin', from(own)],
  ['a listed page', from(listed, { fetchSite: 'cross-site' })],
  ['a listed page that links here', from(undefined, { ...link, referrer: `${listed}/login?x` })],
  ['a page of localhost', from('http://localhost:5173', { fetchSite: 'same-site' })],
  ['a page of localhost by HTTPS', from('https://localhost')],
  ['a page of a name below localhost', from('http://my.app.localhost:3000')],
  ['a page of 127.0.0.1', from('http://127.0.0.1:3000')],
  ['a page of ::1', from('http://[::1]:3000')],
  ['a link on this machine', from(undefined, { ...link, referrer: 'http://127.0.0.1:3000/' })],
  ['an image on this machine', from(undefined, { ...image, referrer: 'http://app.localhost:3000/' })],
])('%s is not foreign', (_, signs) => {
  expect(isForeign(signs, [own], [listed])).toBe(false)
})

test.each<[string, OriginSigns]>([
  ['another page', from(foreign)],
  ['another page that calls itself same-origin', from(foreign, { fetchSite: 'same-origin' })],
  ['a sandboxed page', from('null', { fetchSite: 'cross-site' })],
  ['a page from a file', from('null')],
  ['an empty origin', from('')],
  ['two origins', from(`${own}, ${foreign}`)],
  ['a name that begins like localhost', from('http://localhost.evil.example')],
  ['a name that ends like localhost', from('http://evillocalhost')],
  ['an address that begins like 127.0.0.1', from('http://127.0.0.1.evil.example')],
  ['a user who is called localhost', from('http://localhost@evil.example')],
  ['another scheme at localhost', from('ftp://localhost')],
  ['an extension', from('chrome-extension://localhost')],
  ['a page that was listed elsewhere', from('https://listed.example')],
  ['a link', from(undefined, link)],
  ['a link that says where it stands', from(undefined, { ...link, referrer: `${foreign}/` })],
  ['a link that says nonsense', from(undefined, { ...link, referrer: 'localhost' })],
  ['a form', from(undefined, { ...link, method: 'POST' })],
  ['a frame', from(undefined, { ...link, fetchDest: 'iframe' })],
  ['an image', from(undefined, image)],
])('%s of another site is foreign', (_, signs) => {
  expect(isForeign(signs, [own], [listed])).toBe(true)
})

test.each([
  ['another scheme', 'https://localhost:3000'],
  ['another port', 'http://localhost:3001'],
  ['no port', 'http://localhost'],
  ['another case', 'HTTP://LOCALHOST:3000'],
  ['a slash at the end', 'http://localhost:3000/'],
  ['a name that begins alike', 'http://localhost:3000.evil.example'],
  ['user information', 'http://localhost:3000@evil.example'],
  ['a name for the same machine', 'http://127.0.0.1:3000'],
  ['a list', 'http://localhost:3000, https://evil.example'],
  ['a blank', 'http://localhost:3000 '],
  ['a pattern', '*'],
])('an origin is compared exactly: %s is not listed', (_, origin) => {
  expect(isOriginAllowed(from(origin), [own], rules('allow-list'))).toBe(false)
  expect(corsHeaders(origin, [own], rules('allow-list'))).toEqual({ Vary: 'Origin' })
})

const exposed = { 'Access-Control-Expose-Headers': 'Retry-After, WWW-Authenticate' }

test('an API for any page says so, never with credentials', () => {
  for (const origin of [undefined, own, foreign, 'null']) {
    expect(corsHeaders(origin, [own], rules('any'))).toEqual({ 'Access-Control-Allow-Origin': '*', ...exposed })
  }
})

test.each([
  ['a listed page', listed],
  ['a page of our own', own],
])('%s may read the answer, with credentials', (_, origin) => {
  expect(corsHeaders(origin, [own], rules('allow-list'))).toEqual({
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    ...exposed,
  })
})

test('credentials are allowed only where the contract says so', () => {
  const plain = { ...rules('allow-list'), credentials: false }

  expect(corsHeaders(listed, [own], plain)).not.toHaveProperty('Access-Control-Allow-Credentials')
})

test.each([
  ['nobody', undefined],
  ['a foreign page', foreign],
  ['a sandboxed page', 'null'],
])('%s is told only that answers differ by origin', (_, origin) => {
  expect(corsHeaders(origin, [own], rules('allow-list'))).toEqual({ Vary: 'Origin' })
})

test('an API for its own pages tells nobody more', () => {
  for (const origin of [undefined, own, listed, foreign]) {
    expect(corsHeaders(origin, [own], rules('own'))).toEqual({ Vary: 'Origin' })
  }
})

test('a preflight is granted the methods of the path and the documented headers, whatever it asked for', () => {
  expect(preflightHeaders(['GET', 'OPTIONS'], rules('any'), [])).toEqual({
    'Access-Control-Allow-Methods': 'GET, OPTIONS',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    'Access-Control-Max-Age': '600',
  })
})

test('a server may take headers of its own in addition to the documented ones', () => {
  expect(preflightHeaders(['GET'], rules('any'), ['Prefer'])).toMatchObject({
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Prefer',
  })
})

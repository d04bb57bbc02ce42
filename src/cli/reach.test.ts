import { expect, test } from 'vitest'
import { hostNames, publicUrl, reachOf } from './reach.ts'

const ports = { port: 4000, mockPort: 4010 }

test.each<[string, Parameters<typeof reachOf>[0], object, string, string]>([
  [
    'the default',
    { host: 'localhost', allowHost: [] },
    { onLoopback: true, hasName: true, hosts: [], publicOrigin: undefined },
    'http://localhost:4000',
    'http://localhost:4010',
  ],
  [
    'one of the loopback addresses',
    { host: '::1', allowHost: [] },
    { onLoopback: true, hosts: [] },
    'http://[::1]:4000',
    'http://[::1]:4010',
  ],
  [
    'another loopback address',
    { host: '127.0.0.2', allowHost: [] },
    { onLoopback: true, hosts: ['127.0.0.2'] },
    'http://127.0.0.2:4000',
    'http://127.0.0.2:4010',
  ],
  [
    'an address of the network, in its short form',
    { host: 'FE80:0::1', allowHost: ['latchkey'] },
    { onLoopback: false, hosts: ['[fe80::1]', 'latchkey'] },
    'http://[fe80::1]:4000',
    'http://[fe80::1]:4010',
  ],
  ['every address and no name', { host: '0.0.0.0', allowHost: [] }, { onLoopback: false, hasName: false }, '', ''],
  [
    'every address behind a mapped port',
    { host: '::', allowHost: ['localhost'] },
    { onLoopback: false, hasName: true, hosts: [] },
    'http://localhost:4000',
    'http://localhost:4010',
  ],
  [
    'every address and the name of a container',
    { host: '0.0.0.0', allowHost: ['latchkey', 'localhost'] },
    { hasName: true, hosts: ['latchkey'] },
    'http://latchkey:4000',
    'http://latchkey:4010',
  ],
  [
    'a public URL',
    { host: '0.0.0.0', allowHost: [], publicUrl: 'https://auth.test' },
    { hasName: true, hosts: ['auth.test'], publicOrigin: 'https://auth.test' },
    'https://auth.test',
    'http://auth.test:4010',
  ],
  [
    'a public URL that leads elsewhere than to this machine',
    { host: 'localhost', allowHost: [], publicUrl: 'https://auth.test' },
    { onLoopback: false, hosts: ['auth.test'] },
    'https://auth.test',
    'http://localhost:4010',
  ],
  [
    'a public URL on this machine',
    { host: 'localhost', allowHost: [], publicUrl: 'http://localhost:8080' },
    { onLoopback: true, hosts: [] },
    'http://localhost:8080',
    'http://localhost:4010',
  ],
])('%s', (_, wanted, expected, origin, mockOrigin) => {
  const reach = reachOf(wanted)
  expect(reach).toMatchObject(expected)
  if (reach.hasName) expect(reach.addresses(ports)).toEqual({ origin, mockOrigin })
})

test('host names are repeated, or have commas between them', () => {
  expect(hostNames('a.test, LATCHKEY,fe80::1', ['before'])).toEqual(['before', 'a.test', 'latchkey', '[fe80::1]'])
})

test.each(['', 'http://a.test', 'a.test:80', 'a/b', '*.a.test', 'a b', '0.0.0.0', '::', 'ada@a.test', 'a,'])(
  '"%s" is no host name',
  (text) => {
    expect(() => hostNames(text, [])).toThrow(/host name or an address without scheme and port/)
  },
)

test.each([
  ['https://Auth.test', 'https://auth.test'],
  ['https://auth.test:443/', 'https://auth.test'],
  ['http://localhost:8080', 'http://localhost:8080'],
])('%s is the public URL %s', (text, origin) => {
  expect(publicUrl(text)).toBe(origin)
})

test.each([
  '',
  'auth.test',
  'https://auth.test/path',
  'https://auth.test?x',
  'https://ada@auth.test',
  'ftp://auth.test',
  'http://0.0.0.0:80',
])('"%s" is no public URL', (text) => {
  expect(() => publicUrl(text)).toThrow(/scheme, host and port alone/)
})

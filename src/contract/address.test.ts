import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Address, readAddress, type ServedNames, worldPattern } from './address.ts'

const served: ServedNames = { apis: new Set(['bank', 'post-office']), hosts: new Set(['latchkey.example']) }

const read = (target: string, host: string | undefined = 'localhost:4000') => readAddress(target, host, served)

const plain: Address = {
  api: 'bank',
  world: '',
  mount: '/bank',
  path: '/v1/users',
  search: '',
  origin: 'http://localhost:4000',
  home: 'http://localhost:4000',
  ownOrigins: ['http://localhost:4000'],
}

test.each<[string, string, Partial<Address>]>([
  ['an API by its path', '/bank/v1/users', {}],
  ['a query', '/bank/v1/users?a=1&b=?', { search: '?a=1&b=?' }],
  ['an empty query', '/bank/v1/users?', { search: '?' }],
  ['a path that was encoded stays as it was sent', '/bank/v1/%75sers', { path: '/v1/%75sers' }],
  ['dot segments stay as they were sent', '/bank/../bank/v1', { path: '/../bank/v1' }],
  ['the API alone', '/bank', { path: '' }],
  ['the API and a slash', '/bank/', { path: '/' }],
  ['a world', '/~ci/bank/v1/users', { world: 'ci', mount: '/~ci/bank' }],
  ['a world alone', '/~ci', { api: '', world: 'ci', mount: '/~ci', path: '' }],
  ['a name that can be no world', '/~CI/bank/v1', { api: '~CI', mount: '/~CI', path: '/bank/v1' }],
  ['a world whose tilde is encoded', '/%7Eci/bank/v1/users', { world: 'ci', mount: '/%7Eci/bank' }],
  ['an encoded tilde in lower case', '/%7eci/bank/v1/users', { world: 'ci', mount: '/%7eci/bank' }],
  [
    'a world name that is percent-encoded is not a world',
    '/~c%69/bank',
    { api: '~c%69', mount: '/~c%69', path: '/bank' },
  ],
  ['a world within a world is none', '/~ci/~cd/bank', { api: '~cd', world: 'ci', mount: '/~ci/~cd', path: '/bank' }],
  ['another first segment', '/healthz', { api: 'healthz', mount: '/healthz', path: '' }],
  ['an API in another case is another segment', '/Bank/v1', { api: 'Bank', mount: '/Bank', path: '/v1' }],
  ['the front page', '/', { api: '', mount: '', path: '/' }],
  ['two slashes are no API', '//bank/v1', { api: '', mount: '', path: '//bank/v1' }],
  ['an asterisk', '*', { api: '', mount: '', path: '*' }],
])('%s', (_, target, expected) => {
  expect(read(target)).toEqual({ ...plain, ...expected })
})

test.each<[string, string, Partial<Address>]>([
  ['an API by its host name', '/v1/users', {}],
  ['a world', '/~ci/v1/users', { world: 'ci', mount: '/~ci' }],
  ['its own name as a path', '/bank/v1', { path: '/bank/v1' }],
  ['a name that can be no world', '/~CI/v1', { path: '/~CI/v1' }],
])('on <api>.localhost: %s', (_, target, expected) => {
  expect(read(target, 'bank.localhost:4000')).toEqual({
    ...plain,
    mount: '',
    origin: 'http://bank.localhost:4000',
    ownOrigins: ['http://bank.localhost:4000'],
    ...expected,
  })
})

test.each<[string, string, string, string, string]>([
  // public URL, Host, where links to the API lead, home, all own origins
  ['https://auth.test', 'auth.test', 'https://auth.test', 'https://auth.test', 'https://auth.test http://auth.test'],
  [
    'https://auth.test',
    'localhost:4000',
    'https://auth.test',
    'https://auth.test',
    'https://auth.test http://localhost:4000',
  ],
  ['http://auth.test:80', 'auth.test:80', 'http://auth.test:80', 'http://auth.test:80', 'http://auth.test:80'],
  [
    'https://auth.test:8443',
    'bank.auth.test',
    'https://bank.auth.test:8443',
    'https://auth.test:8443',
    'https://bank.auth.test:8443 http://bank.auth.test',
  ],
  [
    'https://auth.test',
    'bank.localhost:4000',
    'http://bank.localhost:4000',
    'https://auth.test',
    'http://bank.localhost:4000',
  ],
])('with the public URL %s, what is sent to %s', (publicOrigin, host, origin, home, ownOrigins) => {
  const address = readAddress('/bank/v1', host, { ...served, hosts: new Set(['auth.test']), publicOrigin })
  expect(address).toMatchObject({ origin, home, ownOrigins: ownOrigins.split(' ') })
})

test.each([
  ['localhost', 'http://localhost'],
  ['LocalHost:4000', 'http://localhost:4000'],
  ['127.0.0.1:80', 'http://127.0.0.1:80'],
  ['[::1]:4000', 'http://[::1]:4000'],
  ['[::1]', 'http://[::1]'],
  ['latchkey.example', 'http://latchkey.example'],
  ['LATCHKEY.example:65535', 'http://latchkey.example:65535'],
  ['post-office.latchkey.example', 'http://post-office.latchkey.example'],
])('the host %s is ours', (host, origin) => {
  expect(read('/', host)?.origin).toBe(origin)
})

test.each([
  ['none', undefined],
  ['an empty one', ''],
  ['another name', 'evil.example'],
  ['a name that ends like ours', 'evil-localhost'],
  ['a name that begins like ours', 'localhost.evil.example'],
  ['a name below ours that is no API', 'www.localhost'],
  ['a name below an API', 'www.bank.localhost'],
  ['an API below a foreign name', 'bank.evil.example'],
  ['an API alone', 'bank'],
  ['a dot at the end', 'localhost.'],
  ['a dot at the start', '.localhost'],
  ['another loopback address', '127.0.0.2'],
  ['an address spelt as one number', '2130706433'],
  ['an address spelt short', '127.1'],
  ['any address', '0.0.0.0'],
  ['any IPv6 address', '[::]'],
  ['an IPv6 address spelt out', '[0:0:0:0:0:0:0:1]'],
  ['an IPv6 address without brackets', '::1'],
  ['an IPv6 zone', '[::1%25lo]'],
  ['user information', 'ada@localhost'],
  ['user information before a foreign name', 'localhost@evil.example'],
  ['a colon without a port', 'localhost:'],
  ['a port that is no number', 'localhost:4000a'],
  ['a port that does not exist', 'localhost:65536'],
  ['a port of six digits', 'localhost:004000'],
  ['two ports', 'localhost:4000:4000'],
  ['two names', 'localhost, evil.example'],
  ['a path', 'localhost/bank'],
  ['a blank', 'local host'],
  ['a line break', 'localhost\n'],
  ['an encoded letter', 'loc%61lhost'],
  ['letters outside ASCII', 'l\u00f6calhost'],
])('the host is not ours: %s', (_, host) => {
  expect(readAddress('/bank/v1/users', host, served)).toBeUndefined()
})

test.each([
  ['http://localhost:4000/bank/v1/users'],
  ['HTTP://LOCALHOST:4000/bank/v1/users'],
  ['https://localhost:4000/bank/v1/users'],
])('an absolute target is the same resource, whatever the Host says: %s', (target) => {
  expect(readAddress(target, 'evil.example', served)).toEqual(plain)
})

test.each([
  ['http://localhost:4000', { path: '/', search: '' }],
  ['http://localhost:4000?a=1', { path: '/', search: '?a=1' }],
])('an absolute target without a path is the front page: %s', (target, expected) => {
  expect(read(target)).toEqual({ ...plain, api: '', mount: '', ...expected })
})

test.each([
  'http://evil.example/bank/v1/users',
  'http://localhost@evil.example/bank',
  'http://ada:secret@localhost:4000/bank',
  'http://localhost\\@evil.example/bank',
  'http:///bank',
  'http://',
  'http://localhost:99999/bank',
])('an absolute target elsewhere is not ours, whatever the Host says: %s', (target) => {
  expect(read(target)).toBeUndefined()
})

test.each(['ftp://localhost/bank', 'foo://localhost/bank', 'http:/localhost/bank', 'localhost:4000', 'bank/v1'])(
  'what is neither a path nor an absolute target stands nowhere: %s',
  (target) => {
    expect(read(target)).toMatchObject({ api: '', mount: '', path: target })
  },
)

test('the parts of a path, put together, are the path', () => {
  const segment = fc.oneof(fc.constantFrom('bank', '~ci', '~', '.', '..', ''), fc.webSegment())
  const target = fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`)
  fc.assert(
    fc.property(target, fc.constantFrom('', '?', '?a=/~b/bank'), (path, search) => {
      const address = read(path + search)

      expect(address && address.mount + address.path + address.search).toBe(path + search)
    }),
  )
})

/** Pieces that hosts and targets are made of, good and bad. */
const piece = fc.constantFrom(
  ...['localhost', 'bank', 'evil.example', '127.0.0.1', '[::1]', 'http://', '//', '/', '\\', '@', ':', '.', '#', '?'],
  ...['4000', '80', '99999', '~ci', '%40', '%2f', ' ', '\t', '\0', 'x', '\u00e9', '\uff0e'],
)
const text = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
)
const ours = ['localhost', '127.0.0.1', '[::1]', 'latchkey.example'].flatMap((name) => [
  name,
  `bank.${name}`,
  `post-office.${name}`,
])

test('no target and no host lead to a foreign authority', () => {
  const nearly = fc.oneof(
    text,
    text.map((rest) => `localhost${rest}`),
    text.map((rest) => `${rest}bank.localhost:4000`),
  )
  fc.assert(
    fc.property(text, nearly, (target, host) => {
      const address = readAddress(target, host, served)
      if (!address) return

      const { hostname, origin, username } = new URL(address.origin)
      expect(ours).toContain(hostname)
      expect(username).toBe('')
      expect(origin).toBe(new URL(`${address.origin}/`).origin)
    }),
    { numRuns: 2_000 },
  )
})

test.each(['ci', 'a', '0', 'a-b', 'a'.repeat(40), '1--2'])('"%s" can be a world', (name) => {
  expect(worldPattern.test(name)).toBe(true)
})

test.each(['', '-a', 'a-', 'A', 'a_b', 'a.b', 'a b', 'a\n', 'ä', 'a'.repeat(41)])('"%s" can be no world', (name) => {
  expect(worldPattern.test(name)).toBe(false)
})

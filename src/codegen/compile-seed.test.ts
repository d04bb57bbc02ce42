import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { compileSeed } from './compile-seed.ts'
import { seedFaults } from './seed-faults.ts'

const folder = mkdtempSync(join(tmpdir(), 'seed-'))
const file = join(folder, 'seed.yaml')

afterAll(() => rmSync(folder, { recursive: true }))

const document = {
  openapi: '3.1.1',
  info: { title: 'Seeded', version: '1' },
  paths: {},
  'x-accounts': {
    id: 'number',
    roles: ['GUEST', 'ADMIN'],
    members: { active: true, teams: [] },
    tenants: '$account.teams',
  },
  'x-settings': { most: { description: 'How many', schema: { type: 'integer', minimum: 1 }, default: 3 } },
  components: {
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        'x-ways': {
          password: { send: '$inputs.token', lifecycle: { credential: { form: { jwt: { alg: 'HS256' } } } } },
          key: { send: '$inputs.key', lifecycle: { credential: { form: { pattern: 'ak_[0-9a-f]{4}' } } } },
        },
      },
      partner: { type: 'apiKey', in: 'header', name: 'X-Partner' },
      basic: { type: 'http', scheme: 'basic' },
      session: { type: 'apiKey', in: 'cookie', name: 'session' },
      oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: { read: '' } } } },
      cert: { type: 'mutualTLS' },
    },
  },
} as unknown as ContractDocument

const compiled = (yaml: string) => {
  writeFileSync(file, yaml)
  return compileSeed(file, document)
}

const sound = `
accounts:
  - { id: "18", email: ada@example.com, login: ada, role: ADMIN, password: secret, active: true, keys: { key: { value: ak_0001, name: ci }, session: s1 } }
  - { email: grace@example.com, teams: [acme] }
clients: [{ id: web, secret: not-a-secret }]
keys:
  - { way: key, value: ak_0002, subject: ada, name: ci }
  - { way: key, value: ak_0003, subject: acme }
  - { scheme: partner, value: "Any text, as it is", subject: web, lifetime: P30D, id: first }
  - { scheme: basic, value: "ada:secret: with colons", subject: "18" }
  - { scheme: oauth, value: abc-._~+/==, subject: grace@example.com, scopes: [read], lifetime: never }
settings: { most: 5, failuresPerLogin: 3 }
`

test('a sound seed becomes JSON', async () => {
  expect(JSON.parse(await compiled(sound))).toMatchObject({
    accounts: [{ id: '18', keys: { key: { value: 'ak_0001' }, session: 's1' } }, { teams: ['acme'] }],
    settings: { most: 5, failuresPerLogin: 3 },
  })
  expect(await compiled('# nothing yet\n')).toBe('{}\n')
})

const account = (more: string) => `accounts:\n  - { email: ada@example.com, ${more} }\n`

const key = (said: string, subject = 'a@example.com') =>
  `accounts: [{ email: a@example.com }]\nkeys: [{ scheme: ${said}, subject: ${subject} }]\n`

const digits = 'it has 6 to 15 digits, perhaps after a plus sign'
const quotes = 'put it in quotes'
const schemes = 'bearer, partner, basic, session, oauth, cert'

test.each<[string, string, string]>([
  ['a misspelt part', 'acounts: []', '1:10 seed: "seed" has no member "acounts"; did you mean "accounts"?'],
  ['a part of another type', 'accounts: ada', '1:11 seed: "seed.accounts" is not a list'],
  ['an account without an e-mail', 'accounts: [{ login: ada }]', '1:12 seed: "seed.accounts.0" lacks "email"'],
  ['an e-mail that is not one', 'accounts: [{ email: ada }]', '1:21 seed: "ada" is not an e-mail address'],
  ['a phone that is not one', account('phone: "12 34"'), `2:38 seed: "12 34" is not a phone number: ${digits}`],
  [
    'a password as a number',
    account('password: 1234'),
    `2:41 seed: "seed.accounts.0.password" is not a text; ${quotes}`,
  ],
  [
    'a misspelt member of a client',
    'clients:\n  - { id: web, secrets: x }',
    '2:25 seed: "seed.clients.0" has no member "secrets"; did you mean "secret"?',
  ],
  [
    'an address to return to that is relative',
    'clients: [{ id: web, redirectUris: [/done] }]',
    '1:37 seed: "/done" is not an address that a client can be sent back to: it is absolute and has no fragment (RFC 6749, 3.1.2)',
  ],
  ['an unknown role', account('role: BOSS'), '2:37 seed: There is no role "BOSS"; there are GUEST, ADMIN'],
  [
    'one of several roles',
    account('roles: [GUEST, ADMN]'),
    '2:46 seed: There is no role "ADMN"; did you mean "ADMIN"?',
  ],
  ['no role at all', account('roles: []'), '2:38 seed: "seed.accounts.0.roles" is empty'],
  ['both', account('role: ADMIN, roles: [GUEST]'), '2:37 seed: An account has "role" or "roles", not both'],
  [
    'an unknown member',
    account('balance: 1'),
    '2:40 seed: There is no member of accounts "balance"; there are active, teams',
  ],
  [
    'a misspelt member',
    account('pasword: x'),
    '2:40 seed: There is no member of accounts "pasword"; did you mean "password"?',
  ],
  ['an id of another form', account('id: x1'), '2:35 seed: "x1" is not an id of an account: they are numbers'],
  ['a hash alone', account('hash: $argon2id$v=19'), '2:37 seed: There is a hash without its password'],
  [
    'a hash that is not one',
    account('password: x, hash: $argon2id$v=19'),
    `2:50 seed: The hash is not a PHC string of argon2id, such as $argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
  ],
  [
    'a key of an unknown name',
    account('keys: { kex: ak_0001 }'),
    '2:44 seed: There is no way or security scheme "kex"; did you mean "key"?',
  ],
  [
    'a key of another form',
    account('keys: { key: ak_1 }'),
    '2:44 seed: This is not a key of the way "key": its form is ak_[0-9a-f]{4}',
  ],
  [
    'a JWT',
    account('keys: { password: eyJ }'),
    '2:49 seed: The way "password" issues JWTs, which a seed cannot have: they are signed when they are issued',
  ],
  [
    'a login that appears twice',
    `${account('login: ada')}  - { email: ADA@example.com }\n`,
    '3:5 seed: Another account logs in by "ada@example.com", too',
  ],
  [
    'a key that appears twice',
    `${account('login: ada, keys: { key: ak_0001 }')}keys: [{ way: key, value: ak_0001, subject: ada }]\n`,
    '3:27 seed: Another key of this seed has the same value',
  ],
  [
    'a key of nobody',
    'keys: [{ way: key, value: ak_0001, subject: ada }]',
    '1:45 seed: There is no account "ada" in this seed',
  ],
  [
    'a key of a client, of a way',
    'clients: [{ id: web }]\nkeys: [{ way: key, value: ak_0001, subject: web }]',
    '2:45 seed: There is no account "web" in this seed',
  ],
  [
    'a key of a client that is not there',
    key('partner, value: pk_1', 'web'),
    '2:49 seed: There is no account or client "web" in this seed',
  ],
  [
    'an unknown way',
    'accounts: [{ email: a@b }]\nkeys: [{ way: kez, value: x, subject: a@b }]',
    '2:15 seed: There is no way "kez"; did you mean "key"?',
  ],
  ['an unknown scheme', key('door, value: x'), `2:18 seed: There is no security scheme "door"; there are ${schemes}`],
  [
    'a key that names nothing',
    'accounts: [{ email: a@b }]\nkeys: [{ value: x, subject: a@b }]',
    '2:8 seed: The key names no way and no security scheme; there are way: password, way: key, scheme: bearer, scheme: partner, scheme: basic, scheme: session, scheme: oauth, scheme: cert',
  ],
  ['a key that names too much', key('partner, way: key, value: x'), '2:18 seed: A key has "way" or "scheme", not both'],
  [
    'an unknown scope',
    key('oauth, value: x, scopes: [reed]'),
    '2:44 seed: The security scheme "oauth" has no scope "reed"; did you mean "read"?',
  ],
  [
    'a scope of a scheme that has no scopes',
    key('partner, value: x, scopes: [read]'),
    '2:46 seed: The security scheme "partner" has no scope "read"; it has none',
  ],
  [
    'a lifetime that is not one',
    key('partner, value: x, lifetime: 1h'),
    '2:47 seed: "1h" is not a lifetime, such as PT1H, P30D or never',
  ],
  [
    'a lifetime of no time',
    key('partner, value: x, lifetime: PT0S'),
    '2:47 seed: "PT0S" is not a lifetime, such as PT1H, P30D or never',
  ],
  [
    'a header key with a line break',
    key('partner, value: "a\\nb"'),
    '2:34 seed: This cannot be sent in a header: it has characters of ASCII, and no blank at either end',
  ],
  [
    'a bearer token with a blank',
    key('oauth, value: a b'),
    '2:32 seed: This is not a bearer token: it has letters, digits and -._~+/ alone (RFC 6750, 2.1)',
  ],
  [
    'half of a pair',
    key('basic, value: ada'),
    '2:32 seed: This is not a pair for HTTP Basic: write "user:password", or "key:" for a key alone',
  ],
  [
    'a cookie with a semicolon',
    key('session, value: a;b'),
    '2:34 seed: This cannot be sent in a cookie: it has blanks, quotes, commas, semicolons, backslashes or other characters than ASCII (RFC 6265, 4.1.1)',
  ],
  [
    'a credential of a certificate',
    key('cert, value: x'),
    '2:31 seed: A seed has no credentials of the type "mutualTLS"',
  ],
  ['a client twice', 'clients: [{ id: web }, { id: web }]', '1:30 seed: Another client has the id "web", too'],
  [
    'an unknown setting',
    'settings: { least: 1 }',
    '1:20 seed: There is no setting "least"; there are failuresPerLogin, failuresPerAccount, failuresPerAddress, passwordsPerAddress, signUpsPerAddress, messagesPerAddress, most',
  ],
  ['a setting that does not fit', 'settings: { most: 0 }', '1:19 seed: "most" must be >= 1'],
  ['text that is not YAML', 'accounts: [', '1:12 syntax: unexpected end of the stream within a flow collection'],
])('%s is refused', async (_, yaml, message) => {
  const error = await compiled(yaml).catch((refused: Error) => refused)
  expect(error).toMatchObject({ name: 'InvalidContract' })
  expect((error as Error).message).toBe(`${relative('.', file)}:${message}`)
})

test('all faults are told, those of form and those of the contract', async () => {
  const yaml = `accounts:
  - { email: ada, role: BOSS }
  - { login: grace }
clients: [{ id: a b }]
settings: { most: 0, moist: 1 }
`
  const { message } = (await compiled(yaml).catch((refused: Error) => refused)) as Error
  expect(message.split('\n').map((line) => line.replace(/^[^:]*:/, ''))).toEqual([
    '3:5 seed: "seed.accounts.1" lacks "email"',
    '4:17 seed: "seed.clients.0.id" does not have the form ^\\S+$',
    '2:14 seed: "ada" is not an e-mail address',
    '2:25 seed: There is no role "BOSS"; there are GUEST, ADMIN',
    '5:19 seed: "most" must be >= 1',
    '5:29 seed: There is no setting "moist"; did you mean "most"?',
  ])
})

test('keys can name an account of the usual seed, unless the seed has accounts of its own', () => {
  const keys = [{ way: 'key', value: 'ak_0001', subject: 'ada' }]
  const usual = { accounts: [{ email: 'ada@example.com', login: 'ada' }] }
  expect(seedFaults(document, { keys }, usual)).toEqual([])
  expect(seedFaults(document, { keys, accounts: [] }, usual)).toEqual([
    { path: ['keys', 0, 'subject'], message: 'There is no account "ada" in this seed' },
  ])
})

test('a key says what lists of keys require of one', () => {
  const item = { properties: { id: {}, name: {}, note: {} }, required: ['id', 'name', 'note'] }
  const listing = { kind: 'list-keys', way: 'key', list: '/keys', item: shownOf('id', 'name', 'note') }
  const paths = {
    '/keys': {
      get: {
        operationId: 'list',
        'x-action': listing,
        responses: answering({ properties: { keys: { items: item } } }),
      },
      post: { operationId: 'issue', 'x-action': issuing, responses: answering({}) },
    },
  }
  const managed = { ...document, paths } as unknown as ContractDocument
  const accounts = [{ email: 'ada@example.com', keys: { key: 'ak_0001' } }]
  expect(seedFaults(managed, { accounts })).toEqual([
    {
      path: ['accounts', 0, 'keys', 'key'],
      message: 'A key of the way "key" needs "name", which lists of keys show: write { value: …, name: … }',
    },
  ])
  expect(
    seedFaults(managed, { accounts: [{ ...accounts[0], keys: { key: { value: 'ak_0001', name: 'ci' } } }] }),
  ).toEqual([])
})

const shownOf = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [`/${name}`, `$key.${name}`]))

const answering = (schema: object) => ({ 200: { description: '', content: { 'application/json': { schema } } } })

const issuing = {
  kind: 'issue-key',
  way: 'key',
  members: { name: '$request.body#/name', note: { from: '$request.body#/note', otherwise: '' } },
}

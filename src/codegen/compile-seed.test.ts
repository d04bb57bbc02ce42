import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { compileSeed } from './compile-seed.ts'

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
    },
  },
} as unknown as ContractDocument

const compiled = (yaml: string) => {
  writeFileSync(file, yaml)
  return compileSeed(file, document)
}

const sound = `
accounts:
  - { id: "18", email: ada@example.com, login: ada, role: ADMIN, password: secret, active: true, keys: { key: ak_0001 } }
  - { email: grace@example.com, teams: [acme] }
clients: [{ id: web, secret: not-a-secret }]
keys:
  - { way: key, value: ak_0002, subject: ada, name: ci }
  - { way: key, value: ak_0003, subject: acme }
settings: { most: 5, failuresPerLogin: 3 }
`

test('a sound seed becomes JSON', async () => {
  expect(JSON.parse(await compiled(sound))).toMatchObject({
    accounts: [{ id: '18', keys: { key: 'ak_0001' } }, { teams: ['acme'] }],
    settings: { most: 5, failuresPerLogin: 3 },
  })
  expect(await compiled('# nothing yet\n')).toBe('{}\n')
})

const account = (more: string) => `accounts:\n  - { email: ada@example.com, ${more} }\n`

test.each<[string, string, string]>([
  ['a misspelt part', 'acounts: []', '1:10 seed: "seed" has no member "acounts"'],
  ['a part of another type', 'accounts: ada', '1:11 seed: "seed.accounts" is not a list'],
  ['an account without an e-mail', 'accounts: [{ login: ada }]', '1:12 seed: "seed.accounts.0" lacks "email"'],
  [
    'an e-mail that is not one',
    'accounts: [{ email: ada }]',
    '1:21 seed: "seed.accounts.0.email" is not an e-mail address',
  ],
  [
    'a misspelt member of a client',
    'clients:\n  - { id: web, secrets: x }',
    '2:25 seed: "seed.clients.0" has no member "secrets"',
  ],
  ['an unknown role', account('role: BOSS'), '2:37 seed: There is no role "BOSS"; there are GUEST, ADMIN'],
  [
    'an unknown member',
    account('balanse: 1'),
    '2:40 seed: There is no member of accounts "balanse"; there are active, teams',
  ],
  ['an id of another form', account('id: x1'), '2:35 seed: "x1" is not an id of an account: they are numbers'],
  ['a hash alone', account('hash: $argon2id$v=19'), '2:37 seed: There is a hash without its password'],
  ['an unknown way', account('keys: { kex: ak_0001 }'), '2:44 seed: There is no way "kex"; there are password, key'],
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
    '3:27 seed: Another key is "ak_0001", too',
  ],
  [
    'a key of nobody',
    'keys: [{ way: key, value: ak_0001, subject: ada }]',
    '1:45 seed: There is no account "ada" in this seed',
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

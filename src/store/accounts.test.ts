import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createKeyRing } from '../auth/key-ring.ts'
import { normaliseLogin } from '../contract/login-name.ts'
import { Accounts, type NewAccount } from './accounts.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Scope } from './scope.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)
const start = 1_800_000_000_000

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** The accounts of one API in a world of its own. */
function bank({ world = randomUUID() as string, api = 'bank' } = {}) {
  const time = { now: start }
  const scope: Scope = { database, world, api, clock: () => time.now, random: randomBytes, keys }
  return { time, scope, world, accounts: new Accounts(scope) }
}

const ada: NewAccount = {
  email: 'ada@example.com',
  name: 'Ada',
  role: 'user',
  password: '$argon2id$…',
  identities: [
    { kind: 'login', value: 'ada' },
    { kind: 'login', value: 'ada@example.com' },
    { kind: 'oidc', value: 'https://issuer.example Ada' },
  ],
}

const created = {
  id: '1',
  email: 'ada@example.com',
  name: 'Ada',
  role: 'user',
  roles: ['user'],
  disabled: undefined,
  created: start,
  data: {},
}

test('an account that was created is found by its id and by each of its identities', async () => {
  const { accounts } = bank()

  expect(await accounts.create(ada)).toEqual(created)

  expect(await accounts.find('1')).toEqual(created)
  for (const identity of ada.identities) {
    expect(await accounts.identify(identity)).toEqual({ account: created, password: '$argon2id$…' })
  }
})

test('an account without a password has none', async () => {
  const { accounts } = bank()
  await accounts.create({ ...ada, password: undefined, data: { groups: ['a'] } })

  expect(await accounts.identify({ kind: 'login', value: 'ada' })).toEqual({
    account: { ...created, data: { groups: ['a'] } },
    password: undefined,
  })
})

test.each(['ADA', ' ada ', '\tAda\n', '\uff41\uff44\uff41'])('the login name "%s" is the name ada', async (value) => {
  const { accounts } = bank()
  await accounts.create(ada)

  expect((await accounts.identify({ kind: 'login', value }))?.account.id).toBe('1')
})

test.each<['login' | 'oidc', string]>([
  ['login', 'ad'],
  ['login', 'ada%'],
  ['login', 'a_a'],
  ['login', ''],
  ['login', "' OR '1'='1"],
  ['login', 'https://issuer.example Ada'],
  ['oidc', 'ada'],
  ['oidc', 'https://issuer.example ada'],
  ['oidc', ' https://issuer.example Ada'],
])('nobody is found by %s "%s"', async (kind, value) => {
  const { accounts } = bank()
  await accounts.create(ada)

  expect(await accounts.identify({ kind, value })).toBeUndefined()
})

test.each([
  ['Ada', 'ada'],
  ['ÄDA', 'äda'],
  ['A\u0308da', 'äda'],
  ['ﬁne', 'fine'],
  ['a b', 'a b'],
  ['\u2003ada\u00a0', 'ada'],
])('"%s" is spelt "%s"', (login, spelling) => {
  expect(normaliseLogin(login)).toBe(spelling)
})

test('an account whose identity someone has is not created, and nothing is changed', async () => {
  const { accounts } = bank()
  await accounts.create(ada)
  const grace = {
    ...ada,
    email: 'grace@x',
    identities: [
      { kind: 'login', value: 'grace' },
      { kind: 'login', value: ' ADA ' },
    ],
  } as const

  expect(await accounts.create(grace)).toBeUndefined()

  expect(await accounts.list()).toEqual([created])
  expect(await accounts.identify({ kind: 'login', value: 'grace' })).toBeUndefined()
  expect((await accounts.create({ ...grace, identities: [] }))?.id).toBe('2')
})

test('within a transaction an account that is not created changes nothing either', async () => {
  const { accounts, scope } = bank()
  await accounts.create(ada)

  const outcomes = await database.transaction(async (unit) => {
    const within = new Accounts({ ...scope, database: unit })
    return [await within.create({ ...ada, id: 'x' }), await within.create({ ...ada, id: 'y', identities: [] })]
  })

  expect(outcomes.map((account) => account?.id)).toEqual([undefined, 'y'])
  expect((await accounts.list()).map(({ id }) => id)).toEqual(['1', 'y'])
})

test('an identity that is named twice in two spellings is one', async () => {
  const { accounts } = bank()
  const identities = [
    { kind: 'login', value: 'ada' },
    { kind: 'login', value: 'ADA' },
  ] as const

  expect(await accounts.create({ ...ada, identities })).toEqual(created)
})

test('of twenty simultaneous sign-ups under one name one succeeds', async () => {
  const { accounts } = bank()

  const outcomes = await Promise.all(Array.from({ length: 20 }, () => accounts.create(ada)))

  expect(outcomes.filter((account) => account !== undefined)).toHaveLength(1)
  expect(await accounts.list()).toHaveLength(1)
})

test('an id that someone has is our own fault, and nothing is changed', async () => {
  const { accounts } = bank()
  await accounts.create({ ...ada, id: 'given' })

  await expect(accounts.create({ ...ada, id: 'given', identities: [] })).rejects.toThrow('UNIQUE constraint failed')
  expect(await accounts.list()).toHaveLength(1)
})

test('accounts are listed in the order they were created', async () => {
  const { accounts, time } = bank()
  for (const id of ['c', 'a', 'b']) {
    await accounts.create({ ...ada, id, identities: [] })
    time.now += 1
  }

  expect((await accounts.list()).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
})

test('an account can have several roles, whatever they are called', async () => {
  const { accounts } = bank()
  const both = { role: 'user', roles: ['user', 'admin'] }
  expect(await accounts.create({ ...ada, ...both })).toEqual({ ...created, ...both })
  expect(await accounts.find('1')).toEqual({ ...created, ...both })
  await accounts.setRoles('1', ['["odd"]'])
  expect(await accounts.find('1')).toEqual({ ...created, role: '["odd"]', roles: ['["odd"]'] })
})

test('an account is disabled from a moment on, and used again', async () => {
  const { accounts, time } = bank()
  await accounts.create(ada)
  time.now += 1_000

  expect(await accounts.setDisabled('1', true)).toBe(true)
  expect((await accounts.find('1'))?.disabled).toBe(start + 1_000)
  expect(await accounts.setDisabled('1', false)).toBe(true)
  expect(await accounts.find('1')).toEqual(created)
})

test('role and data of an account are changed', async () => {
  const { accounts } = bank()
  await accounts.create(ada)

  expect(await accounts.setRoles('1', ['admin'])).toBe(true)
  await accounts.setData('1', { nickname: 'A' })

  expect(await accounts.find('1')).toEqual({ ...created, role: 'admin', roles: ['admin'], data: { nickname: 'A' } })
})

test('what is done to nobody says so', async () => {
  const { accounts } = bank()

  expect(await accounts.setDisabled('9', true)).toBe(false)
  expect(await accounts.setRoles('9', ['admin'])).toBe(false)
  expect(await accounts.find('9')).toBeUndefined()
})

test('an account can get further identities that nobody has', async () => {
  const { accounts } = bank()
  await accounts.create(ada)
  await accounts.create({ ...ada, identities: [{ kind: 'login', value: 'grace' }] })

  expect(await accounts.addIdentity('1', { kind: 'login', value: 'Countess' })).toBe(true)
  expect(await accounts.addIdentity('1', { kind: 'login', value: 'GRACE' })).toBe(false)

  expect(await accounts.identities('1', 'login')).toEqual(['ada', 'ada@example.com', 'countess'])
  expect(await accounts.identities('1', 'oidc')).toEqual(['https://issuer.example Ada'])
  expect((await accounts.identify({ kind: 'login', value: 'grace' }))?.account.id).toBe('2')
})

test('worlds and APIs share no accounts', async () => {
  const here = bank()
  const places = [here, bank(), bank({ world: here.world, api: 'shop' })]
  for (const { accounts } of places) await accounts.create(ada)

  await here.accounts.setDisabled('1', true)
  await here.accounts.setRoles('1', ['admin'])
  await here.accounts.setData('1', { own: true })
  await here.accounts.addIdentity('1', { kind: 'login', value: 'countess' })

  for (const { accounts } of places.slice(1)) {
    expect(await accounts.list()).toEqual([created])
    expect(await accounts.identify({ kind: 'login', value: 'countess' })).toBeUndefined()
  }
})

test('a number that an account was given by hand is passed over', async () => {
  const { accounts } = bank()
  const numbered = (local: string, id?: string): NewAccount => ({
    ...ada,
    ...(id !== undefined && { id }),
    identities: [{ kind: 'login', value: local }],
  })
  for (const id of ['2', '3']) await accounts.create(numbered(`given-${id}`, id))

  const made = [await accounts.create(numbered('first')), await accounts.create(numbered('second'))]

  expect(made.map((account) => account?.id)).toEqual(['1', '4'])
})

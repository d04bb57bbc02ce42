import { expect, test } from 'vitest'
import { ledgerIn, openDatabase, start } from '../../test/ledger.ts'
import { day, hour, minute, second } from '../auth/clock.ts'
import { hashSecret } from '../auth/secret.ts'

const database = openDatabase()
const ledger = (place?: { readonly world?: string; readonly api?: string }) => ledgerIn(database, place)

test('what was issued is found, active, by the secret alone', async () => {
  const { secrets } = ledger()

  const { plain, secret } = await secrets.issue({
    kind: 'token',
    subject: 'ada',
    client: 'app',
    data: { scope: 'all' },
  })

  expect(plain).toMatch(/^[\w-]{43}$/)
  expect(secret).toEqual({
    kind: 'token',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    hash: hashSecret(plain),
    subject: 'ada',
    client: 'app',
    family: secret.id,
    issued: start,
    expires: undefined,
    idle: undefined,
    seen: start,
    data: { scope: 'all' },
  })
  expect(await secrets.find('token', plain)).toEqual({ secret, state: 'active', since: start, account: undefined })
})

test.each([
  ['another secret', 'token', 'x'.repeat(43)],
  ['its hash', 'token', undefined],
  ['another kind', 'key', 'given'],
  ['another case', 'token', 'GIVEN'],
  ['nothing', 'token', ''],
])('%s finds nothing', async (_, kind, plain) => {
  const { secrets } = ledger()
  const { secret } = await secrets.issue({ kind: 'token', secret: 'given' })

  expect(await secrets.find(kind, plain ?? secret.hash)).toBeUndefined()
})

test('worlds, APIs and kinds share nothing, not even a secret that is the same', async () => {
  const here = ledger()
  const places = [here, ledger(), ledger({ world: here.world, api: 'shop' })]
  for (const { secrets } of places) await secrets.issue({ kind: 'key', secret: 'same', subject: 'ada', numbered: true })
  await here.secrets.issue({ kind: 'token', secret: 'same', subject: 'ada', numbered: true })

  expect(await here.secrets.revokeById('key', '1', 'ada')).toBe(true)

  const states = await Promise.all(places.map(async ({ secrets }) => (await secrets.find('key', 'same'))?.state))
  expect(states).toEqual(['revoked', 'active', 'active'])
  expect((await here.secrets.find('token', 'same'))?.state).toBe('active')
  expect(await Promise.all(places.map(async ({ secrets }) => (await secrets.list('key', 'ada')).length))).toEqual([
    0, 1, 1,
  ])
})

test('a secret is ended once, and keeps how and when', async () => {
  const { secrets, time } = ledger()
  const { plain, secret } = await secrets.issue({ kind: 'token', lifetime: hour })
  time.now = start + second

  expect(await secrets.end(secret)).toBe(true)
  time.now = start + 2 * hour
  expect(await secrets.end(secret, 'consumed')).toBe(false)

  expect(await secrets.find('token', plain)).toMatchObject({ state: 'revoked', since: start + second })
})

test('a clock that is set back brings nothing revoked to life', async () => {
  const { secrets, time } = ledger()
  const { plain, secret } = await secrets.issue({ kind: 'token', lifetime: hour })
  await secrets.end(secret)

  time.now = start - day

  expect((await secrets.find('token', plain))?.state).toBe('revoked')
})

test('of fifty simultaneous calls one uses a secret up; the rest learn that it was', async () => {
  const { secrets } = ledger()
  const { plain } = await secrets.issue({ kind: 'code' })

  const found = await Promise.all(Array.from({ length: 50 }, () => secrets.consume('code', plain)))

  expect(found.map((each) => each?.state)).toEqual(['active', ...Array.from({ length: 49 }, () => 'consumed')])
})

test.each([
  ['unknown', undefined],
  ['expired', 'expired'],
  ['revoked', 'revoked'],
])('what is %s cannot be used up', async (state, told) => {
  const { secrets, time } = ledger()
  const { plain, secret } = await secrets.issue({ kind: 'code', lifetime: minute })
  if (state === 'revoked') await secrets.end(secret)
  if (state === 'expired') time.now = start + minute
  const sent = state === 'unknown' ? 'never issued' : plain

  expect((await secrets.consume('code', sent))?.state).toBe(told)
  expect((await secrets.find('code', sent))?.state).toBe(told)
})

test('a secret acts for its account, and not while that is disabled', async () => {
  const { secrets, accounts, time } = ledger()
  const account = await accounts.create({ email: 'ada@x', name: 'Ada', role: 'user', password: 'hash', identities: [] })
  const { plain } = await secrets.issue({ kind: 'token', subject: account?.id ?? '', lifetime: 2 * hour })

  expect(await secrets.find('token', plain)).toMatchObject({ state: 'active', account })
  time.now = start + hour
  await accounts.setDisabled('1', true)
  expect(await secrets.find('token', plain)).toMatchObject({
    state: 'disabled',
    since: start + hour,
    account: { disabled: start + hour },
  })
  expect((await secrets.consume('token', plain))?.state).toBe('disabled')
  await accounts.setDisabled('1', false)
  expect((await secrets.find('token', plain))?.state).toBe('active')
  time.now = start + 2 * hour
  await accounts.setDisabled('1', true)
  expect((await secrets.find('token', plain))?.state).toBe('expired')
})

test('the account never comes with the hash of its password', async () => {
  const { secrets, accounts } = ledger()
  await accounts.create({ email: 'ada@x', name: 'Ada', role: 'user', password: '$argon2id$…', identities: [] })
  const { plain } = await secrets.issue({ kind: 'token', subject: '1' })

  expect(JSON.stringify(await secrets.find('token', plain))).not.toContain('argon2')
})

test('the live ones of a subject are listed, oldest first', async () => {
  const { secrets, time } = ledger()
  const issue = async (options: object = {}) => {
    time.now += 1
    return (await secrets.issue({ kind: 'key', subject: 'ada', numbered: true, ...options })).secret
  }
  const first = await issue()
  const expiring = await issue({ lifetime: hour })
  const idling = await issue({ idle: hour })
  const ended = await issue()
  await issue({ subject: 'grace' })
  await issue({ kind: 'token' })
  const last = await issue()
  await secrets.end(ended)

  expect(await secrets.list('key', 'ada')).toEqual([first, expiring, idling, last])
  time.now = start + 2 * hour
  expect(await secrets.list('key', 'ada')).toEqual([first, last])
})

test('ten issued in the same moment are listed by their numbers', async () => {
  const { secrets } = ledger()
  for (let count = 0; count < 10; count++) await secrets.issue({ kind: 'key', subject: 'ada', numbered: true })

  const listed = await secrets.list('key', 'ada')

  expect(listed.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
})

test('a secret is revoked by its public name, once, by its subject alone and while it lives', async () => {
  const { secrets, time } = ledger()
  const issue = (options: object = {}) => secrets.issue({ kind: 'key', subject: 'ada', numbered: true, ...options })
  const { plain } = await issue()
  await issue({ lifetime: minute })
  await issue({ idle: minute })
  time.now = start + minute
  const revoke = (kind: string, id: string, subject: string) => secrets.revokeById(kind, id, subject)

  expect(await revoke('key', '1', 'grace')).toBe(false)
  expect(await revoke('token', '1', 'ada')).toBe(false)
  expect(await revoke('key', '9', 'ada')).toBe(false)
  expect(await revoke('key', '2', 'ada')).toBe(false)
  expect(await revoke('key', '3', 'ada')).toBe(false)
  expect((await secrets.find('key', plain))?.state).toBe('active')
  expect(await revoke('key', '1', 'ada')).toBe(true)
  expect(await revoke('key', '1', 'ada')).toBe(false)
  expect(await secrets.find('key', plain)).toMatchObject({ state: 'revoked', since: start + minute })
})

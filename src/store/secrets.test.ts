import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { day, hour, minute, second } from '../auth/clock.ts'
import { createKeyRing } from '../auth/key-ring.ts'
import { hashSecret } from '../auth/secret.ts'
import { Accounts } from './accounts.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Scope } from './scope.ts'
import { Secrets } from './secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)
const start = 1_800_000_000_000

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** A ledger in a world of its own, whose clock stands still until it is moved. */
function ledger({ world = randomUUID() as string, api = 'bank' } = {}) {
  const time = { now: start }
  const scope: Scope = { database, world, api, clock: () => time.now, random: randomBytes, keys }
  return { time, scope, world, secrets: new Secrets(scope), accounts: new Accounts(scope) }
}

const rows = async (world: string) => (await database.all('SELECT hash FROM secrets WHERE world = $1', world)).length

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

test('a given secret, a family and a number are taken as they are given', async () => {
  const { secrets } = ledger()
  const issue = (secret: string) => secrets.issue({ kind: 'key', secret, numbered: true, family: 'f' })

  const [one, two] = [await issue('one'), await issue('two')]

  expect([one, two].map(({ plain, secret: { id, family } }) => [plain, id, family])).toEqual([
    ['one', '1', 'f'],
    ['two', '2', 'f'],
  ])
})

test('a secret cannot be handed out twice', async () => {
  const { secrets } = ledger()
  await secrets.issue({ kind: 'token', secret: 'given' })

  await expect(secrets.issue({ kind: 'token', secret: 'given' })).rejects.toThrow('UNIQUE constraint failed')
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

test.each([
  [-day, 'active', start],
  [-1, 'active', start],
  [0, 'expired', start + hour],
  [1, 'expired', start + hour],
  [day, 'expired', start + hour],
] as const)('%i ms after its end a secret of an hour is %s', async (after, state, since) => {
  const { secrets, time } = ledger()
  const { plain } = await secrets.issue({ kind: 'token', lifetime: hour })

  time.now = start + hour + after

  expect(await secrets.find('token', plain)).toMatchObject({ state, since })
})

test('a secret without an end lives for ever', async () => {
  const { secrets, time } = ledger()
  const { plain } = await secrets.issue({ kind: 'key' })

  time.now = start + 3_650 * day

  expect(await secrets.find('key', plain)).toMatchObject({ state: 'active', since: start })
})

test('a secret that is not used for its idle time is dead from that moment; each use puts it off', async () => {
  const { secrets, time } = ledger()
  const { plain } = await secrets.issue({ kind: 'session', idle: 30 * minute, lifetime: 12 * hour })
  const state = async () => (await secrets.find('session', plain))?.state
  const use = async () => {
    const found = await secrets.find('session', plain)
    if (found?.state === 'active') await secrets.touch(found.secret)
  }

  time.now = start + 29 * minute
  await use()
  time.now = start + 59 * minute - 1
  expect(await state()).toBe('active')
  time.now = start + 59 * minute
  expect(await secrets.find('session', plain)).toMatchObject({ state: 'expired', since: start + 59 * minute })
  await use()
  expect(await state()).toBe('expired')
})

test('use does not put off the absolute end', async () => {
  const { secrets, time } = ledger()
  const { plain } = await secrets.issue({ kind: 'session', idle: 30 * minute, lifetime: hour })

  for (const minutes of [20, 40, 59]) {
    time.now = start + minutes * minute
    const found = await secrets.find('session', plain)
    if (found) await secrets.touch(found.secret)
  }
  time.now = start + hour

  expect(await secrets.find('session', plain)).toMatchObject({ state: 'expired', since: start + hour })
})

test('a secret is dead since the earlier of its ends', async () => {
  const { secrets, time } = ledger()
  const { plain } = await secrets.issue({ kind: 'session', idle: 30 * minute, lifetime: hour })

  time.now = start + 2 * hour

  expect(await secrets.find('session', plain)).toMatchObject({ state: 'expired', since: start + 30 * minute })
})

test('use is noted at most once a minute, and only where there is an idle time', async () => {
  const { secrets, time } = ledger()
  const idling = await secrets.issue({ kind: 'session', idle: hour })
  const lasting = await secrets.issue({ kind: 'session' })
  const seen = async (plain: string) => (await secrets.find('session', plain))?.secret.seen
  const touch = async (plain: string, now: number) => {
    time.now = now
    const found = await secrets.find('session', plain)
    if (found) await secrets.touch(found.secret)
    return seen(plain)
  }

  expect(await touch(idling.plain, start + minute - 1)).toBe(start)
  expect(await touch(idling.plain, start + minute)).toBe(start + minute)
  expect(await touch(idling.plain, start + 2 * minute - 1)).toBe(start + minute)
  expect(await touch(idling.plain, start)).toBe(start + minute)
  expect(await touch(lasting.plain, start + hour)).toBe(start)
})

test('an old reading of a secret takes no later use back', async () => {
  const { secrets, time } = ledger()
  const { plain, secret } = await secrets.issue({ kind: 'session', idle: hour })
  time.now = start + 10 * minute
  await secrets.touch(secret)
  time.now = start + 5 * minute
  await secrets.touch(secret)

  expect((await secrets.find('session', plain))?.secret.seen).toBe(start + 10 * minute)
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

test('a secret whose account is disabled is not forgotten', async () => {
  const { secrets, accounts, time } = ledger()
  await accounts.create({ email: 'ada@x', name: 'Ada', role: 'user', password: undefined, identities: [] })
  const { plain } = await secrets.issue({ kind: 'key', subject: '1' })
  await accounts.setDisabled('1', true)

  time.now = start + 30 * day
  await secrets.issue({ kind: 'key' })

  expect((await secrets.find('key', plain))?.state).toBe('disabled')
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

test('a subject has no more live ones than it may: the oldest make room, and say that they did', async () => {
  const { secrets, time } = ledger()
  const issue = async () => {
    time.now += second
    return (await secrets.issue({ kind: 'session', subject: 'ada', atMost: 3 })).plain
  }
  const other = await secrets.issue({ kind: 'session', subject: 'grace' })

  const plains = [await issue(), await issue(), await issue(), await issue(), await issue()]

  const states = await Promise.all(plains.map(async (plain) => (await secrets.find('session', plain))?.state))
  expect(states).toEqual(['superseded', 'superseded', 'active', 'active', 'active'])
  expect(await secrets.find('session', plains[1] ?? '')).toMatchObject({ since: start + 5 * second })
  expect((await secrets.find('session', other.plain))?.state).toBe('active')
})

test('dead ones take no room from live ones', async () => {
  const { secrets, time } = ledger()
  const issue = (options: object) => secrets.issue({ kind: 'session', subject: 'ada', ...options })
  const old = await issue({})
  time.now = start + second
  await issue({ idle: minute })
  await issue({ lifetime: minute })
  await secrets.end((await issue({})).secret)
  time.now = start + hour

  await issue({ atMost: 2 })

  expect((await secrets.find('session', old.plain))?.state).toBe('active')
})

test('with a clock that was set back, the one just issued stays', async () => {
  const { secrets, time } = ledger()
  const first = await secrets.issue({ kind: 'key', subject: 'ada', atMost: 1 })
  time.now = start - day

  const second = await secrets.issue({ kind: 'key', subject: 'ada', atMost: 1 })

  expect((await secrets.find('key', first.plain))?.state).toBe('superseded')
  expect((await secrets.find('key', second.plain))?.state).toBe('active')
})

test('of twelve issued in one moment by number, the lowest numbers make room', async () => {
  const { secrets } = ledger()
  for (let count = 0; count < 12; count++) {
    await secrets.issue({ kind: 'key', subject: 'ada', numbered: true, atMost: 3 })
  }

  expect((await secrets.list('key', 'ada')).map(({ id }) => id)).toEqual(['10', '11', '12'])
})

test('a limit holds against simultaneous calls, and opens again when one has ended', async () => {
  const { secrets } = ledger()
  const issue = () => secrets.issueWithin(5, { kind: 'key', subject: 'ada' })

  const issued = await Promise.all(Array.from({ length: 50 }, issue))

  expect(issued.filter((each) => each !== undefined)).toHaveLength(5)
  expect(issued.slice(5).every((each) => each === undefined)).toBe(true)
  expect(await issue()).toBeUndefined()
  const [first] = await secrets.list('key', 'ada')
  if (first) await secrets.end(first)
  expect(await issue()).toBeDefined()
  expect(await secrets.list('key', 'ada')).toHaveLength(5)
})

test('a limit counts what lives, of that subject and kind', async () => {
  const { secrets, time } = ledger()
  await secrets.issue({ kind: 'key', subject: 'grace' })
  await secrets.issue({ kind: 'token', subject: 'ada' })
  await secrets.issue({ kind: 'key', subject: 'ada', idle: minute })
  await secrets.issue({ kind: 'key', subject: 'ada', lifetime: minute })
  time.now = start + minute

  expect(await secrets.issueWithin(1, { kind: 'key', subject: 'ada' })).toBeDefined()
  expect(await secrets.issueWithin(1, { kind: 'key', subject: 'ada' })).toBeUndefined()
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

test.each([
  ['revoked', hour],
  ['consumed', hour],
  ['expired', 2 * hour],
] as const)('what is %s is remembered for a day and then forgotten, swept away or not', async (how, died) => {
  const { secrets, time } = ledger()
  const { plain, secret } = await secrets.issue({ kind: 'token', lifetime: 2 * hour })
  time.now = start + hour
  if (how !== 'expired') await secrets.end(secret, how)

  time.now = start + died + day
  expect(await secrets.find('token', plain)).toMatchObject({ state: how, since: start + died })
  await secrets.issue({ kind: 'token' })
  expect((await secrets.find('token', plain))?.state).toBe(how)
  time.now += 1
  expect(await secrets.find('token', plain)).toBeUndefined()
})

test('what was revoked after its end is remembered from then on', async () => {
  const { secrets, time, world } = ledger()
  const { plain, secret } = await secrets.issue({ kind: 'token', lifetime: hour })
  time.now = start + 20 * hour
  await secrets.end(secret)

  time.now = start + 40 * hour
  await secrets.issue({ kind: 'token' })

  expect((await secrets.find('token', plain))?.state).toBe('revoked')
  expect(await rows(world)).toBe(2)
})

test('each issue sweeps away a bounded number of forgotten rows, of its world alone', async () => {
  const { secrets, time, world } = ledger()
  const elsewhere = ledger()
  await elsewhere.secrets.issue({ kind: 'token', lifetime: 1 })
  for (let count = 0; count < 120; count++) await secrets.issue({ kind: 'token', lifetime: 1 })
  time.now = start + 2 * day

  const left: number[] = []
  for (let count = 0; count < 4; count++) {
    await secrets.issue({ kind: 'token' })
    left.push(await rows(world))
  }

  expect(left).toEqual([71, 22, 3, 4])
  expect(await rows(elsewhere.world)).toBe(1)
})

test('sweeping takes no living secret along that happens to be the same', async () => {
  const { secrets, scope, time } = ledger()
  const shop = new Secrets({ ...scope, api: 'shop' })
  await secrets.issue({ kind: 'token', secret: 'same', lifetime: 1 })
  await secrets.issue({ kind: 'key', secret: 'same' })
  await shop.issue({ kind: 'token', secret: 'same' })

  time.now = start + 2 * day
  await secrets.issue({ kind: 'token' })

  expect(await secrets.find('token', 'same')).toBeUndefined()
  expect((await secrets.find('key', 'same'))?.state).toBe('active')
  expect((await shop.find('token', 'same'))?.state).toBe('active')
})

test('an issue that fails leaves nothing, not even a number used', async () => {
  const { secrets, world } = ledger()
  const given = { kind: 'key', secret: 'given', subject: 'ada', numbered: true }
  await secrets.issue(given)

  await expect(secrets.issue(given)).rejects.toThrow()

  expect(await rows(world)).toBe(1)
  expect((await secrets.issue({ ...given, secret: 'other' })).secret.id).toBe('2')
})

import { expect, test } from 'vitest'
import { ledgerIn, openDatabase, rowsOf, start } from '../../test/ledger.ts'
import { day, hour, minute } from '../auth/clock.ts'
import { Secrets } from './secrets.ts'

const database = openDatabase()
const ledger = () => ledgerIn(database)
const rows = (world: string) => rowsOf(database, world)

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

test('a secret whose account is disabled is not forgotten', async () => {
  const { secrets, accounts, time } = ledger()
  await accounts.create({ email: 'ada@x', name: 'Ada', role: 'user', password: undefined, identities: [] })
  const { plain } = await secrets.issue({ kind: 'key', subject: '1' })
  await accounts.setDisabled('1', true)

  time.now = start + 30 * day
  await secrets.issue({ kind: 'key' })

  expect((await secrets.find('key', plain))?.state).toBe('disabled')
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

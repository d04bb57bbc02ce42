import { expect, test } from 'vitest'
import { ledgerIn, openDatabase, rowsOf, start } from '../../test/ledger.ts'
import { day, hour, minute, second } from '../auth/clock.ts'

const database = openDatabase()
const ledger = () => ledgerIn(database)
const rows = (world: string) => rowsOf(database, world)

test('a given secret, a family and a number are taken as they are given', async () => {
  const { secrets } = ledger()
  const issue = (secret: string) => secrets.issue({ kind: 'key', secret, numbered: true, family: 'f' })

  const [one, two] = [await issue('one'), await issue('two')]

  expect([one, two].map(({ plain, secret: { id, family } }) => [plain, id, family])).toEqual([
    ['one', '1', 'f'],
    ['two', '2', 'f'],
  ])
})

test('a secret cannot be issued twice', async () => {
  const { secrets } = ledger()
  await secrets.issue({ kind: 'token', secret: 'given' })

  await expect(secrets.issue({ kind: 'token', secret: 'given' })).rejects.toThrow('UNIQUE constraint failed')
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
  expect((await issue())?.secret).toMatchObject({ kind: 'key', subject: 'ada', issued: start })
  expect(await secrets.list('key', 'ada')).toHaveLength(5)
})

test('a limit counts what lives, of that subject and kind', async () => {
  const { secrets, time } = ledger()
  await secrets.issue({ kind: 'key', subject: 'grace' })
  await secrets.issue({ kind: 'token', subject: 'ada' })
  await secrets.issue({ kind: 'key', subject: 'ada', idle: minute })
  await secrets.issue({ kind: 'key', subject: 'ada', lifetime: minute })
  time.now = start + minute

  const issued = await secrets.issueWithin(1, { kind: 'key', subject: 'ada' })
  expect(await secrets.list('key', 'ada')).toEqual([issued?.secret])
  expect(await secrets.issueWithin(1, { kind: 'key', subject: 'ada' })).toBeUndefined()
})

test('an issue that fails leaves nothing, not even a number used', async () => {
  const { secrets, world } = ledger()
  const given = { kind: 'key', secret: 'given', subject: 'ada', numbered: true }
  await secrets.issue(given)

  await expect(secrets.issue(given)).rejects.toThrow()

  expect(await rows(world)).toBe(1)
  expect((await secrets.issue({ ...given, secret: 'other' })).secret.id).toBe('2')
})

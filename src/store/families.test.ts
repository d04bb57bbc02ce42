import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { day, second } from '../auth/clock.ts'
import { createKeyRing } from '../auth/key-ring.ts'
import { Families, type Rotation } from './families.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Scope } from './scope.ts'
import { Secrets } from './secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)

/** When the login of each test is made. */
const begun = 1_800_000_000_000

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** A login of `ada` with the client `app`, in a world of its own whose clock stands still until it is moved. */
async function login() {
  const time = { now: begun }
  const scope: Scope = { database, world: randomUUID(), api: 'bank', clock: () => time.now, random: randomBytes, keys }
  const [secrets, families] = [new Secrets(scope), new Families(scope)]
  const successors = () => [refresh(time.now), { kind: 'access', subject: 'ada', client: 'app' }]
  const rotate = (plain: string, client = 'app') =>
    families.rotate('refresh', plain, { accepts: ({ secret }) => secret.client === client, successors })
  const [first, ...others] = successors()
  const { plain, secret } = await secrets.issue({ ...first, kind: 'refresh' })
  for (const other of others) await secrets.issue({ ...other, family: secret.family })
  const state = async (kind: 'refresh' | 'access', text: string) => (await secrets.find(kind, text))?.state
  return { time, secrets, families, rotate, state, first: plain, family: secret.family }
}

/** Sixty days from the login, however late it is issued. */
function refresh(now: number) {
  return { kind: 'refresh', subject: 'ada', client: 'app', lifetime: begun + 60 * day - now }
}

/** What was issued, in plain: the refresh token and the access token. */
function plains(rotation: Rotation): [string, string] {
  if (rotation.result !== 'rotated') throw new Error(`It was ${rotation.result}`)
  const [next, access] = rotation.issued
  return [next?.plain ?? '', access?.plain ?? '']
}

test('a rotation ends all the family has and issues its successors into the family', async () => {
  const { rotate, state, secrets, first, family } = await login()
  const [old] = await secrets.list('access', 'ada')

  const rotation = await rotate(first)

  const [next, access] = plains(rotation)
  expect(await state('refresh', first)).toBe('rotated')
  expect(await secrets.list('access', 'ada')).toEqual([expect.not.objectContaining({ hash: old?.hash })])
  expect([await state('refresh', next), await state('access', access)]).toEqual(['active', 'active'])
  expect(rotation).toMatchObject({ issued: [{ secret: { kind: 'refresh', family } }, { secret: { family } }] })
})

test('a chain of rotations leaves one live pair, and its end stays where it was', async () => {
  const { rotate, state, secrets, time, first } = await login()
  let plain = first
  for (let round = 0; round < 5; round++) {
    time.now += day
    plain = plains(await rotate(plain))[0]
  }

  expect(await secrets.list('refresh', 'ada')).toEqual([expect.objectContaining({ expires: begun + 60 * day })])
  expect(await secrets.list('access', 'ada')).toHaveLength(1)
  time.now = begun + 60 * day
  expect(await state('refresh', plain)).toBe('expired')
  expect(await rotate(plain)).toMatchObject({ result: 'refused', found: { state: 'expired' } })
})

test('the direct predecessor may be replayed for ten seconds without harm, and never works', async () => {
  const { rotate, state, time, first } = await login()
  const [next, access] = plains(await rotate(first))

  for (const passed of [0, 9_999]) {
    time.now = begun + passed
    expect(await rotate(first)).toMatchObject({ result: 'replayed', revoked: false })
  }

  expect([await state('refresh', next), await state('access', access)]).toEqual(['active', 'active'])
  expect((await rotate(next)).result).toBe('rotated')
})

test('a replay of the direct predecessor after ten seconds ends the family', async () => {
  const { rotate, state, time, first } = await login()
  const [next, access] = plains(await rotate(first))
  time.now += 10 * second

  expect(await rotate(first)).toMatchObject({ result: 'replayed', revoked: true })

  expect([await state('refresh', next), await state('access', access)]).toEqual(['revoked', 'revoked'])
  expect((await rotate(next)).result).toBe('refused')
})

test('a replay of an older one ends the family at once', async () => {
  const { rotate, state, first } = await login()
  const [second] = plains(await rotate(first))
  const [third, access] = plains(await rotate(second))

  expect(await rotate(first)).toMatchObject({ result: 'replayed', revoked: true })

  expect([await state('refresh', third), await state('access', access)]).toEqual(['revoked', 'revoked'])
})

test('a replay is known for one days later, and after its own end', async () => {
  for (const passed of [5 * day, 59 * day, 60 * day + 12 * 3_600 * second]) {
    const { rotate, secrets, time, first } = await login()
    const [, access] = plains(await rotate(first))
    time.now += passed
    // An issue sweeps away what is forgotten.
    await secrets.issue({ kind: 'access', subject: 'bob' })

    expect(await rotate(first)).toMatchObject({ result: 'replayed', revoked: true })
    expect((await secrets.find('access', access))?.state).toBe('revoked')
  }
})

test('another client is refused without harm, with a live one and with one that was traded in', async () => {
  const { rotate, state, time, first } = await login()

  expect(await rotate(first, 'other')).toMatchObject({ result: 'refused', found: { state: 'active' } })
  const [next] = plains(await rotate(first))
  time.now += day
  expect(await rotate(first, 'other')).toMatchObject({ result: 'refused', found: { state: 'rotated' } })

  expect(await state('refresh', next)).toBe('active')
})

test('what was never issued, of another kind or ended, is refused', async () => {
  const { rotate, families, secrets, first } = await login()
  expect(await rotate('x'.repeat(43))).toEqual({ result: 'refused', found: undefined })

  const rules = { accepts: () => true, successors: () => [] }
  expect(await families.rotate('access', first, rules)).toEqual({ result: 'refused', found: undefined })

  await secrets.revokeAll({ subject: 'ada' })
  expect(await rotate(first)).toMatchObject({ result: 'refused', found: { state: 'revoked' } })
})

test('of a hundred tries at once one succeeds, and its pair lives', async () => {
  const { rotate, state, secrets, first } = await login()

  const rotations = await Promise.all(Array.from({ length: 100 }, () => rotate(first)))

  const [won, ...others] = rotations.toSorted((left) => (left.result === 'rotated' ? -1 : 1))
  expect(others.map(({ result }) => result)).toEqual(Array(99).fill('replayed'))
  const [next, access] = plains(won as Rotation)
  expect([await state('refresh', next), await state('access', access)]).toEqual(['active', 'active'])
  expect(await secrets.list('refresh', 'ada')).toHaveLength(1)
})

test('another family of the same subject and client is left alone', async () => {
  const { rotate, secrets, time, first } = await login()
  const { plain } = await secrets.issue(refresh(time.now))
  await rotate(first)
  time.now += 10 * second

  await rotate(first)

  expect((await secrets.find('refresh', plain))?.state).toBe('active')
})

test('successors that cannot be made leave everything as it was', async () => {
  const { families, rotate, first } = await login()
  const successors = () => {
    throw new Error('No successor')
  }

  await expect(families.rotate('refresh', first, { accepts: () => true, successors })).rejects.toThrow('No successor')

  expect((await rotate(first)).result).toBe('rotated')
})

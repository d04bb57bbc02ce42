import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createKeyRing } from '../auth/key-ring.ts'
import { openSqlite } from './open-sqlite.ts'
import { Resources } from './resources.ts'
import type { Scope } from './scope.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)
const start = 1_800_000_000_000

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** The resources of one API in a world of its own. */
function bank({ world = randomUUID() as string, api = 'bank' } = {}) {
  const time = { now: start }
  const scope: Scope = { database, world, api, clock: () => time.now, random: randomBytes, keys }
  return { time, world, resources: new Resources(scope) }
}

const team = (id: string, name: string, owner = 'ada') => ({
  kind: 'team',
  id,
  name,
  owner,
  data: { members: [owner] },
})

/** A team of Ada as it is told. */
const crew = (id: string, name: string) => ({ id, name, owner: 'ada', created: start, data: { members: ['ada'] } })

async function names(resources: Resources, kind = 'team', filter = {}): Promise<string[]> {
  return (await resources.list(kind, filter)).map(({ name }) => name)
}

test('what was made is told, and listed oldest first', async () => {
  const { resources, time } = bank()
  const first = await resources.create(team('b', 'Crew'))
  time.now += 1
  await resources.create(team('a', 'Band', 'grace'))

  expect(first).toEqual({ id: 'b', name: 'Crew', owner: 'ada', created: start, data: { members: ['ada'] } })
  expect(await resources.list('team')).toEqual([
    first,
    { id: 'a', name: 'Band', owner: 'grace', created: start + 1, data: { members: ['grace'] } },
  ])
})

test('a name is had once of a kind; the second maker gets nothing and changes nothing', async () => {
  const { resources } = bank()
  await resources.create(team('1', 'Crew'))

  expect(await resources.create(team('2', 'Crew', 'grace'))).toBeUndefined()
  expect(await resources.list('team', { owner: 'grace' })).toEqual([])
  expect(await resources.create(team('3', 'crew'))).toEqual(crew('3', 'crew'))
  expect(await resources.create({ ...team('4', 'Crew'), kind: 'test-team' })).toEqual(crew('4', 'Crew'))
})

test('of fifty makers of one name at once, one has it', async () => {
  const { resources } = bank()

  const made = await Promise.all(Array.from({ length: 50 }, (_, id) => resources.create(team(String(id), 'Crew'))))

  expect(made.filter((each) => each !== undefined)).toHaveLength(1)
  expect(await names(resources)).toEqual(['Crew'])
})

test('a list can be of one owner, and of those made since a moment', async () => {
  const { resources, time } = bank()
  for (const owner of ['ada', 'grace', 'ada']) {
    await resources.create(team(String(time.now), `${owner} ${time.now - start}`, owner))
    time.now += 10
  }

  expect(await names(resources, 'team', { owner: 'ada' })).toEqual(['ada 0', 'ada 20'])
  expect(await names(resources, 'team', { since: start + 10 })).toEqual(['grace 10', 'ada 20'])
  expect(await names(resources, 'team', { owner: 'ada', since: start + 1 })).toEqual(['ada 20'])
})

test('what was made before a moment can be removed, and frees its names', async () => {
  const { resources, time } = bank()
  await resources.create(team('1', 'Crew'))
  await resources.create({ ...team('2', 'Crew'), kind: 'test-team' })
  time.now += 10
  await resources.create(team('3', 'Band'))

  expect(await resources.removeBefore('team', start + 10)).toBe(1)
  expect([await names(resources), await names(resources, 'test-team')]).toEqual([['Band'], ['Crew']])
  expect(await resources.create(team('4', 'Crew'))).toEqual({ ...crew('4', 'Crew'), created: start + 10 })
  expect(await resources.removeBefore('team', start + 11)).toBe(2)
})

test('what is known of one can be replaced, and one can be removed and put back as it was', async () => {
  const { resources, time } = bank()
  await resources.create(team('1', 'Crew'))
  await resources.create({ ...team('1', 'Crew'), kind: 'test-team' })
  time.now += 10

  expect(await resources.replaceData('team', '1', { members: [] })).toBe(true)
  expect(await resources.list('team', { id: '1', owner: 'ada' })).toEqual([
    { ...crew('1', 'Crew'), data: { members: [] } },
  ])
  expect([await resources.remove('team', '1'), await names(resources), await names(resources, 'test-team')]).toEqual([
    ...[true, [], ['Crew']],
  ])
  expect([await resources.remove('team', '1'), await resources.replaceData('team', '1', {})]).toEqual([false, false])
  expect(await resources.restore('team', crew('1', 'Crew'))).toEqual(crew('1', 'Crew'))
  expect(await resources.list('team')).toEqual([crew('1', 'Crew')])
})

test('another API and another world have resources of their own', async () => {
  const { resources, world } = bank()
  const others = [bank({ world, api: 'shop' }), bank()]
  await resources.create(team('1', 'Crew'))

  for (const other of others) {
    expect(await names(other.resources)).toEqual([])
    expect([await other.resources.remove('team', '1'), await other.resources.replaceData('team', '1', {})]).toEqual([
      ...[false, false],
    ])
    expect(await other.resources.create(team('1', 'Crew'))).toEqual(crew('1', 'Crew'))
    expect(await other.resources.removeBefore('team', start + 1)).toBe(1)
  }
  expect(await names(resources)).toEqual(['Crew'])
})

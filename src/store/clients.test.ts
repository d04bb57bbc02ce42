import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createKeyRing } from '../auth/key-ring.ts'
import { Clients } from './clients.ts'
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

/** The clients of one API in a world of its own. */
function bank({ world = randomUUID() as string, api = 'bank' } = {}) {
  const time = { now: start }
  const scope: Scope = { database, world, api, clock: () => time.now, random: randomBytes, keys }
  return { time, scope, world, clients: new Clients(scope), secrets: new Secrets(scope) }
}

test('a client is told its identifier and its secret, and is known by both', async () => {
  const { clients } = bank()

  const made = await clients.create({ name: 'App' })

  expect(made?.client).toEqual({ id: expect.stringMatching(/^[0-9a-f]{24}$/), name: 'App', created: start })
  expect(made?.secret).toMatch(/^[\w-]{43}$/)
  const { client, secret } = made as NonNullable<typeof made>
  expect(await clients.authenticate(client.id, secret)).toEqual(client)
  expect(await clients.find(client.id)).toEqual(client)
})

test('two clients share neither identifier nor secret', async () => {
  const { clients } = bank()

  const made = [await clients.create({ name: 'App' }), await clients.create({ name: 'App' })]

  expect(new Set(made.map((each) => each?.client.id)).size).toBe(2)
  expect(new Set(made.map((each) => each?.secret)).size).toBe(2)
})

test('an identifier and a secret can be chosen', async () => {
  const { clients } = bank()

  const made = await clients.create({ id: 'abc123', secret: '456789', name: 'App' })

  expect(made).toEqual({ client: { id: 'abc123', name: 'App', created: start }, secret: '456789' })
  expect(await clients.authenticate('abc123', '456789')).toEqual(made?.client)
})

test('a client keeps the addresses that it registered', async () => {
  const { clients } = bank()
  const redirectUris = ['https://app.example.com/callback']

  const made = await clients.create({ id: 'app', secret: 'secret', name: 'App', redirectUris })

  expect(made?.client.redirectUris).toEqual(redirectUris)
  expect(await clients.authenticate('app', 'secret')).toEqual(made?.client)
  expect(await clients.list()).toEqual([made?.client])
})

test('a client may keep no secret, and is then found by its identifier', async () => {
  const { clients } = bank()

  const made = await clients.create({ id: 'mocha', secret: undefined, name: 'App' })

  expect(made).toEqual({ client: { id: 'mocha', name: 'App', created: start }, secret: '' })
  expect(await clients.find('mocha')).toEqual(made?.client)
})

test('an identifier that a client has is not given again, and nothing is changed', async () => {
  const { clients } = bank()
  await clients.create({ id: 'abc123', secret: '456789', name: 'App' })

  expect(await clients.create({ id: 'abc123', secret: 'other', name: 'Thief' })).toBeUndefined()

  expect(await clients.authenticate('abc123', 'other')).toBeUndefined()
  expect((await clients.authenticate('abc123', '456789'))?.name).toBe('App')
})

test('of twenty simultaneous registrations under one identifier one succeeds', async () => {
  const { clients } = bank()

  const made = await Promise.all(Array.from({ length: 20 }, () => clients.create({ id: 'abc123', name: 'App' })))

  expect(made.filter((each) => each !== undefined)).toHaveLength(1)
  expect(await clients.list()).toHaveLength(1)
})

test.each([
  ['abc123', '45678'],
  ['abc123', '4567890'],
  ['abc123', ''],
  ['abc123', '456789 '],
  ['ABC123', '456789'],
  ['abc12', '3456789'],
  ['abc123 456789', ''],
  ['', 'abc123 456789'],
  ['other', '456789'],
  ['abc123', 'other-secret'],
])('"%s" with "%s" is nobody', async (id, secret) => {
  const { clients } = bank()
  await clients.create({ id: 'abc123', secret: '456789', name: 'App' })
  await clients.create({ id: 'other', secret: 'other-secret', name: 'Other' })

  expect(await clients.authenticate(id, secret)).toBeUndefined()
})

test('of a secret only the hash is kept', async () => {
  const { clients, world } = bank()
  const made = await clients.create({ id: 'abc123', name: 'App' })

  const rows = await database.all('SELECT * FROM secrets WHERE world = $1', world)

  expect(JSON.stringify(rows)).toContain('abc123')
  expect(JSON.stringify(rows)).not.toContain(made?.secret)
})

test('clients are listed in the order they were registered', async () => {
  const { clients, time } = bank()
  for (const id of ['c', 'a', 'b']) {
    await clients.create({ id, name: id.toUpperCase() })
    time.now += 1
  }

  expect(await clients.list()).toEqual([
    { id: 'c', name: 'C', created: start },
    { id: 'a', name: 'A', created: start + 1 },
    { id: 'b', name: 'B', created: start + 2 },
  ])
})

test('a client that is removed is nobody, and so is what it was issued', async () => {
  const { clients, secrets } = bank()
  for (const id of ['abc123', 'other']) await clients.create({ id, secret: '456789', name: id })
  const [own, others] = [
    await secrets.issue({ kind: 'token', client: 'abc123', subject: 'ada' }),
    await secrets.issue({ kind: 'token', client: 'other', subject: 'ada' }),
  ]

  expect(await clients.remove('abc123')).toBe(true)

  expect(await clients.authenticate('abc123', '456789')).toBeUndefined()
  expect(await clients.find('abc123')).toBeUndefined()
  expect((await secrets.find('token', own.plain))?.state).toBe('revoked')
  expect((await secrets.find('token', others.plain))?.state).toBe('active')
  expect(await clients.remove('abc123')).toBe(false)
})

test('the identifier of a removed client can be given again, to another secret', async () => {
  const { clients } = bank()
  await clients.create({ id: 'abc123', secret: '456789', name: 'App' })
  await clients.remove('abc123')

  await clients.create({ id: 'abc123', secret: 'other', name: 'New' })

  expect(await clients.authenticate('abc123', '456789')).toBeUndefined()
  expect((await clients.authenticate('abc123', 'other'))?.name).toBe('New')
})

test('worlds and APIs share no clients', async () => {
  const here = bank()
  const places = [here, bank(), bank({ world: here.world, api: 'shop' })]
  for (const { clients } of places) await clients.create({ id: 'abc123', secret: '456789', name: 'App' })

  await here.clients.remove('abc123')

  expect(await here.clients.list()).toEqual([])
  for (const { clients } of places.slice(1)) expect((await clients.authenticate('abc123', '456789'))?.id).toBe('abc123')
})

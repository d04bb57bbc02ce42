import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createKeyRing } from '../auth/key-ring.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Scope } from './scope.ts'
import { Settings, type SettingValues } from './settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)
const defaults: SettingValues = { limit: 5, origins: ['http://localhost:3000'], note: null }

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** The settings of one API in a world of its own, as a start of the server finds them. */
function bank({ world = randomUUID() as string, api = 'bank' } = {}) {
  const scope: Scope = { database, world, api, clock: () => 0, random: randomBytes, keys }
  const open = async (values = defaults) => {
    const settings = new Settings(scope, values)
    await settings.load()
    return settings
  }
  return { world, open }
}

test('nothing set, the defaults hold', async () => {
  const settings = await bank().open()

  expect(settings.current).toEqual(defaults)
})

test('what is changed holds at once and after a restart; the rest stays', async () => {
  const { open } = bank()
  const settings = await open()
  const before = settings.current

  await settings.change({ limit: 1, note: 'ä' })
  await settings.change({ origins: [], limit: 2 })

  const expected = { limit: 2, origins: [], note: 'ä' }
  expect(settings.current).toEqual(expected)
  expect((await open()).current).toEqual(expected)
  expect(before).toEqual(defaults)
})

test('a setting that no release knows any more is left alone', async () => {
  const { open } = bank()
  const settings = await open()
  await settings.change({ limit: 1 })

  expect((await open({ note: null })).current).toEqual({ note: null })
  expect((await open()).current).toEqual({ ...defaults, limit: 1 })
})

test('a change of several is kept as a whole or not at all', async () => {
  const { open } = bank()
  const settings = await open()

  await expect(settings.change({ limit: 1, note: undefined })).rejects.toThrow('NOT NULL constraint failed')

  expect(settings.current).toEqual(defaults)
  expect((await open()).current).toEqual(defaults)
})

test('worlds and APIs share no settings', async () => {
  const here = bank()
  await (await here.open()).change({ limit: 1 })

  expect((await bank().open()).current).toEqual(defaults)
  expect((await bank({ world: here.world, api: 'shop' }).open()).current).toEqual(defaults)
})

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cheapPasswords } from '../../test/passwords.ts'
import { day, minute } from '../auth/clock.ts'
import { createKeyRing } from '../auth/key-ring.ts'
import { type ApiStore, atomically, defaultLimits, type Tenant } from './api-store.ts'
import { StoreRefused } from './database.ts'
import { openSqlite } from './open-sqlite.ts'
import { Store } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const stores: Store[] = []
const start = 1_800_000_000_000
let files = 0

afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()))
  rmSync(folder, { recursive: true })
})

const ada = { email: 'ada@example.com', name: 'Ada', role: 'user', password: undefined }

/** An API whose demo data is one account and one key. */
const tenant = (id: string, seed?: Tenant['seed']): Tenant => ({
  id,
  settings: { ...defaultLimits, greeting: 'hello' },
  seed:
    seed ??
    (async ({ accounts, secrets }) => {
      await accounts.create({ ...ada, identities: [{ kind: 'login', value: 'ada' }] })
      await secrets.issue({ kind: 'key', secret: 'demo', numbered: true, subject: '1' })
    }),
})

/** A store in a file of its own; `reopen` is a restart of the server. */
async function open({
  file = `${files++}.db`,
  time = { now: start },
  secret = Buffer.alloc(32, 1),
  tenants = [tenant('bank'), tenant('shop')],
} = {}) {
  const keys = createKeyRing(secret, randomBytes)
  const database = openSqlite(join(folder, file))
  const store = new Store({
    database,
    clock: () => time.now,
    random: randomBytes,
    keys,
    passwords: cheapPasswords,
    tenants,
  })
  stores.push(store)
  await store.verifyOwner().catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  const reopen = async (changes: Parameters<typeof open>[0] = {}) => {
    await store.close()
    return open({ file, time, secret, tenants, ...changes })
  }
  const bank = async (world = '') => (await store.world(world)).api('bank')
  return { store, time, database, reopen, bank, file }
}

const names = async ({ accounts }: ApiStore) => (await accounts.list()).map(({ name }) => name)

test('a world is made with the demo data of every API when it is first asked for', async () => {
  const { store } = await open()

  const world = await store.world('ci')

  expect(world).toMatchObject({
    name: 'ci',
    created: start,
    used: start,
    clockSetting: { offset: 0, frozen: undefined },
  })
  for (const api of ['bank', 'shop']) {
    expect(await names(world.api(api))).toEqual(['Ada'])
    expect((await world.api(api).secrets.find('key', 'demo'))?.account?.name).toBe('Ada')
    expect(world.api(api).settings.current).toEqual({ ...defaultLimits, greeting: 'hello' })
  }
  expect(() => world.api('post')).toThrow(new RangeError('There is no API "post"'))
})

test('a world that is asked for many times at once is made once', async () => {
  let seeded = 0
  const counted = tenant('bank', async () => {
    seeded++
  })
  const { store } = await open({ tenants: [counted] })

  const worlds = await Promise.all(Array.from({ length: 20 }, () => store.world('ci')))

  expect(seeded).toBe(1)
  expect(new Set(worlds).size).toBe(1)
})

test('a world whose demo data fails leaves nothing behind and can be asked for again', async () => {
  let fails = true
  const failing = tenant('bank', async ({ accounts }) => {
    await accounts.create({ ...ada, identities: [] })
    if (fails) throw new RangeError('broken')
  })
  const { store, bank } = await open({ tenants: [failing] })

  await expect(store.world('ci')).rejects.toThrow('broken')
  expect(await store.list()).toEqual([])
  fails = false

  expect(await names(await bank('ci'))).toEqual(['Ada'])
})

test('what is done in one world is seen in no other', async () => {
  const { store, bank } = await open()
  const [one, other] = [await bank('one'), await bank('other')]

  await one.accounts.setDisabled('1', true)
  await one.settings.change({ greeting: 'goodbye' })
  await one.outbox.send({ channel: 'email', recipient: 'ada@x', subject: '', body: '1' })
  await (await store.world('one')).changeClock({ now: 0 })

  expect((await other.secrets.find('key', 'demo'))?.state).toBe('active')
  expect(other.settings.current.greeting).toBe('hello')
  expect(await other.outbox.list()).toEqual([])
  expect((await store.world('other')).clock()).toBe(start)
})

test('a restart finds everything as it was left', async () => {
  const { store, bank, time, reopen } = await open()
  const world = await store.world('ci')
  const before = await bank('ci')
  const { plain } = await before.secrets.issue({ kind: 'token', subject: '1' })
  await before.settings.change({ greeting: 'goodbye', failuresPerAddress: 3 })
  for (let count = 0; count < 3; count++) await before.failures.guessed('10.0.0.1')
  await before.outbox.send({ channel: 'email', recipient: 'ada@x', subject: '', body: '123456' })
  await world.changeClock({ now: start + day })
  time.now += 2 * minute
  await world.touch()

  const after = await reopen()
  const again = await after.store.world('ci')
  const api = again.api('bank')

  expect(again).toMatchObject({ created: start, used: start + 2 * minute, clockSetting: { offset: day } })
  expect(again.clock()).toBe(start + day + 2 * minute)
  expect(await names(api)).toEqual(['Ada'])
  expect((await api.secrets.find('token', plain))?.state).toBe('active')
  expect(api.settings.current).toMatchObject({ greeting: 'goodbye', failuresPerAddress: 3, failuresPerLogin: 5 })
  expect((await api.outbox.list()).map(({ body }) => body)).toEqual(['123456'])
  await again.changeClock({ now: start })
  expect(api.failures.waitOfAddress('10.0.0.1')).toBe(900)
})

test('a reset puts a world back to how it began, and no other', async () => {
  const { store, bank } = await open()
  const old = await bank('ci')
  const kept = await bank('kept')
  const { plain } = await old.secrets.issue({ kind: 'token' })
  for (const api of [old, kept]) {
    await api.accounts.create({ ...ada, name: 'Grace', identities: [] })
    await api.settings.change({ greeting: 'goodbye' })
    await api.outbox.send({ channel: 'email', recipient: 'ada@x', subject: '', body: '1' })
    await api.failures.failed({ login: 'ada', address: '10.0.0.1' })
  }
  await (await store.world('ci')).changeClock({ now: 0 })

  const world = await store.reset('ci')
  const api = world.api('bank')

  expect(world.clock()).toBe(start)
  expect(await names(api)).toEqual(['Ada'])
  expect(await api.secrets.find('token', plain)).toBeUndefined()
  expect((await api.secrets.list('key', '1')).map(({ id }) => id)).toEqual(['1'])
  expect(api.settings.current.greeting).toBe('hello')
  expect(await api.outbox.list()).toEqual([])
  expect(await store.world('ci')).toBe(world)
  expect(await names(kept)).toEqual(['Ada', 'Grace'])
  expect((await bank('kept')).settings.current.greeting).toBe('goodbye')
})

test('a world that is removed is gone, and begins anew when it is asked for', async () => {
  const { store, bank } = await open()
  await (await bank('ci')).accounts.create({ ...ada, name: 'Grace', identities: [] })

  expect(await store.remove('ci')).toBe(true)
  expect(await store.remove('ci')).toBe(false)
  expect(await store.list()).toEqual([])

  expect(await names(await bank('ci'))).toEqual(['Ada'])
})

test('what a request under way leaves in a removed world is not found in the next one of its name', async () => {
  const { store, bank } = await open()
  const stale = await bank('ci')
  await store.remove('ci')
  await stale.accounts.create({ ...ada, id: '1', name: 'Mallory', identities: [{ kind: 'login', value: 'ada' }] })
  await stale.secrets.issue({ kind: 'key', secret: 'left behind', numbered: true })

  const fresh = await bank('ci')

  expect(await names(fresh)).toEqual(['Ada'])
  expect(await fresh.secrets.find('key', 'left behind')).toBeUndefined()
  expect((await fresh.secrets.find('key', 'demo'))?.secret.id).toBe('1')
})

test('worlds are listed by name', async () => {
  const { store } = await open()
  for (const name of ['b', '', 'a']) await store.world(name)

  expect((await store.list()).map(({ name }) => name)).toEqual(['', 'a', 'b'])
})

test('a world nobody used for a week makes room when another one is made; the default one never does', async () => {
  const { store, time } = await open()
  await store.world('')
  await store.world('old')
  const used = await store.world('used')
  time.now = start + day
  await used.touch()
  time.now = start + 7 * day
  await store.world('first')
  expect((await store.list()).map(({ name }) => name)).toEqual(['', 'first', 'old', 'used'])

  time.now += 1
  await store.world('second')

  expect((await store.list()).map(({ name }) => name)).toEqual(['', 'first', 'second', 'used'])
})

test('beyond a thousand worlds the one longest unused makes room', async () => {
  const { store, time, database, bank } = await open({ tenants: [tenant('bank')] })
  await (await bank('w-0')).accounts.create({ ...ada, name: 'Grace', identities: [] })
  await database.transaction(async (unit) => {
    for (let count = 1; count < 1_000; count++) {
      await unit.run(
        'INSERT INTO worlds (world, created, used, clock_offset) VALUES ($1, $2, $3, 0)',
        ...[`w-${count}`, start, start + count],
      )
    }
  })
  const has = async (name: string) => (await database.all('SELECT 1 AS one FROM worlds WHERE world = $1', name)).length
  time.now = start + minute

  await store.world('new')
  expect([await has('w-0'), await has('w-1')]).toEqual([0, 1])
  await store.world('newer')

  expect([await has('w-1'), await has('w-2'), await has('new')]).toEqual([0, 1, 1])
  expect(await names(await bank('w-0'))).toEqual(['Ada'])
})

test('a store belongs to the secret it was made with', async () => {
  const first = await open()
  const second = await first.reopen()

  await expect(second.reopen({ secret: Buffer.alloc(32, 2) })).rejects.toThrow(
    new StoreRefused(
      'The store was made with another LATCHKEY_SECRET: start with that one, or choose another file with --data',
    ),
  )

  const third = await open({ file: first.file })
  expect(await names(await third.bank())).toEqual(['Ada'])
})

test('no secret, code or password that was issued stands in the files in plain', async () => {
  const { store, bank, file } = await open()
  const api = await bank()
  const [one, used] = [await api.secrets.issue({ kind: 'session' }), await api.secrets.issue({ kind: 'code' })]
  await api.secrets.consume('code', used.plain)
  await api.secrets.issue({ kind: 'key', secret: 'ak_given-key-of-43-characters-given-key-of-43' })
  const password = await cheapPasswords.hash('correct-horse-battery')
  await api.accounts.create({ ...ada, password, identities: [{ kind: 'login', value: 'grace' }] })
  await api.outbox.send({ channel: 'email', recipient: 'ada@x', subject: 'Code', body: 'Your code is 918273' })
  await api.failures.failed({ login: 'typed-password-here', address: '10.11.12.13' })
  const secrets = [one.plain, used.plain, 'ak_given-key-of-43-characters-given-key-of-43', 'correct-horse-battery']

  const found = () => traces(file, [...secrets, '918273', 'typed-password-here', '10.11.12.13'])

  expect(readdirSync(folder)).toContain(`${file}-wal`)
  expect(found()).toEqual([])
  expect(traces(file, ['ada@x'])).not.toEqual([])
  await store.close()
  expect(found()).toEqual([])
})

test('things done as one are all done, or none of them', async () => {
  const { bank } = await open()
  const api = await bank()
  const signUp = (fails: boolean) =>
    atomically(api, async ({ accounts, secrets, outbox, resources }) => {
      const account = await accounts.create({ ...ada, identities: [{ kind: 'login', value: 'grace' }] })
      const { plain } = await secrets.issue({ kind: 'link', subject: account?.id ?? '' })
      await resources.create({ kind: 'team', id: '1', name: 'Crew', owner: account?.id ?? '', data: {} })
      await outbox.send({ channel: 'email', recipient: 'ada@x', subject: 'Link', body: plain })
      if (fails) throw new RangeError('too late')
      return plain
    })
  const kept = async () => [
    (await api.accounts.list()).length,
    (await api.resources.list('team')).length,
    (await api.outbox.list()).length,
  ]

  await expect(signUp(true)).rejects.toThrow(new RangeError('too late'))
  expect(await kept()).toEqual([1, 0, 0])
  const link = await signUp(false)
  expect(await kept()).toEqual([2, 1, 1])
  expect((await api.secrets.find('link', link))?.account?.id).toBe('2')
})

test('what is deleted is overwritten', async () => {
  const { store, bank, file } = await open()
  const api = await bank('ci')
  await api.outbox.send({ channel: 'email', recipient: 'marked@example.com', subject: '', body: '' })
  await api.accounts.create({ ...ada, email: 'marked@example.com', identities: [] })
  await store.remove('ci')

  await store.close()

  expect(traces(file, ['marked@example.com'])).toEqual([])
})

/** In which file of a store each text stands, in plain or in a spelling of its bytes. */
function traces(file: string, texts: readonly string[]): string[] {
  const own = readdirSync(folder).filter((name) => name.startsWith(file))
  return own.flatMap((name) => {
    const bytes = readFileSync(join(folder, name))
    return texts
      .filter((text) =>
        (['utf8', 'base64', 'base64url', 'hex', 'utf16le'] as const).some((encoding) => stands(bytes, text, encoding)),
      )
      .map((text) => `${text} in ${name}`)
  })
}

function stands(bytes: Buffer, text: string, encoding: BufferEncoding): boolean {
  const spelt = encoding === 'utf16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text).toString(encoding)
  return bytes.includes(spelt)
}

test('a world that is older than an API gets its demo data when the API is first served', async () => {
  const { store, reopen } = await open({ tenants: [tenant('bank')] })
  const bank = (await store.world('')).api('bank')
  await bank.accounts.create({ ...ada, email: 'grace@example.com', name: 'Grace', identities: [] })
  const { store: later } = await reopen({ tenants: [tenant('bank'), tenant('shop')] })
  expect(await names((await later.world('')).api('shop'))).toEqual(['Ada'])
  expect(await names((await later.world('')).api('bank'))).toEqual(['Ada', 'Grace'])
})

test('a store that does not say which demo data it has gets none into an API that is in use', async () => {
  const { store, database, reopen } = await open()
  const world = await store.world('')
  await world.api('bank').accounts.create({ ...ada, email: 'grace@example.com', name: 'Grace', identities: [] })
  await world.api('bank').accounts.remove('1')
  await database.run('DELETE FROM counters')
  const { bank } = await reopen()
  expect(await names(await bank())).toEqual(['Grace'])
})

test('an API that is replaced adds the demo data that are new to every world, and keeps what is there', async () => {
  const issuing = (edition: string, ...keys: readonly string[]): Tenant => {
    const refill = async ({ secrets }: ApiStore) => {
      for (const key of keys) await secrets.ensure({ kind: 'key', secret: key, data: { edition } })
    }
    return { ...tenant('bank', refill), refill, edition }
  }
  const { store, reopen } = await open({ tenants: [issuing('one', 'a')] })
  const bank = (await store.world('')).api('bank')
  await bank.secrets.issue({ kind: 'key', secret: 'own', numbered: true })
  const held = async ({ secrets }: ApiStore) => {
    const found = await Promise.all(['a', 'b', 'own'].map((key) => secrets.find('key', key)))
    return found.map((each) => each && `${each.state} ${each.secret.data.edition}`)
  }
  const known = await bank.secrets.find('key', 'a')
  if (known) await bank.secrets.end(known.secret)
  await store.replace(issuing('two', 'a', 'b'))
  expect(await held(bank)).toEqual(['revoked two', 'active two', 'active undefined'])
  expect(await held((await store.world('new')).api('bank'))).toEqual(['active two', 'active two', undefined])
  const { store: later } = await reopen({ tenants: [issuing('three', 'b')] })
  expect(await held((await later.world('')).api('bank'))).toEqual(['revoked two', 'active three', 'active undefined'])
})

test('an API that is replaced has the settings that are new to it, and keeps those that were changed', async () => {
  const { store } = await open({ tenants: [tenant('bank')] })
  const { settings } = (await store.world('')).api('bank')
  await settings.change({ greeting: 'hi' })
  await store.replace({ ...tenant('bank'), settings: { ...defaultLimits, greeting: 'hello', teams: 3 } })
  expect(settings.current).toEqual({ ...defaultLimits, greeting: 'hi', teams: 3 })
})

test('a store that does not say what its worlds began with gets the seed of its user, which is prepared first', async () => {
  const { store, database, reopen } = await open({ tenants: [tenant('bank')] })
  await store.world('')
  await database.run('DELETE FROM counters')
  const done: string[] = []
  const seeding = {
    ...{ edition: 'mine', refillsAll: true },
    prepare: async () => void done.push('prepare'),
    seed: async () => void done.push('seed'),
    refill: async ({ accounts }: ApiStore) => {
      done.push('refill')
      await accounts.create({ ...ada, name: 'Eve', identities: [] })
    },
  }
  const { store: later } = await reopen({ tenants: [{ ...tenant('bank'), ...seeding }] })
  expect(await names((await later.world('')).api('bank'))).toEqual(['Ada', 'Eve'])
  expect(done).toEqual(['prepare', 'refill'])
})

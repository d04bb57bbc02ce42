import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createKeyRing } from '../../auth/key-ring.ts'
import type { Random } from '../../auth/secret.ts'
import type { Account } from '../../store/accounts.ts'
import { apiStore, defaultLimits } from '../../store/api-store.ts'
import type { Database, Row } from '../../store/database.ts'
import { openSqlite } from '../../store/open-sqlite.ts'
import { addressOf } from './address.ts'
import { type CodeContext, redemption, sendOneTimePassword } from './one-time-passwords.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

/** A database that writes down the statements it is given, transactions too. */
function recording(inner: Database, statements: string[]): Database {
  return {
    all: <Found extends Row>(sql: string, ...values: Parameters<Database['all']>[1][]) => {
      statements.push(sql)
      return inner.all<Found>(sql, ...values)
    },
    run: (sql, ...values) => {
      statements.push(sql)
      return inner.run(sql, ...values)
    },
    transaction: (work) => {
      statements.push('BEGIN')
      return inner.transaction((unit) => work(recording(unit, statements)))
    },
    close: () => inner.close(),
  }
}

/** An API in a world of its own, with a user in use and one who is shut out. */
async function bank({ allowNewUsers = false, random = randomBytes as Random } = {}) {
  const statements: string[] = []
  const scope = { world: randomUUID(), api: 'bank', clock: () => 1_800_000_000_000, random, keys }
  const settings = { ...defaultLimits, messagesPerAddress: 100, otpEnabled: true, allowNewUsers, otpLifetime: 600 }
  const store = apiStore({ ...scope, database: recording(database, statements) }, settings)
  for (const name of ['known', 'disabled']) {
    const email = `${name}@example.com`
    const identities = [{ kind: 'login', value: email }] as const
    await store.accounts.create({ id: name, email, name, role: 'DELEGATE', password: undefined, identities })
  }
  await store.accounts.setDisabled('disabled', true)
  const context: CodeContext = { store, settings, random, keys }
  const during = async (work: () => Promise<unknown>) => {
    statements.length = 0
    await work()
    return [...statements]
  }
  return { context, store, during }
}

async function codeTo(recipient: string, { store }: CodeContext): Promise<string | undefined> {
  const message = (await store.outbox.list()).find((each) => each.recipient === recipient)
  return /[0-9]{6}/.exec(message?.body ?? '')?.[0]
}

async function redeem(login: string, code: string, context: CodeContext): Promise<Account | undefined> {
  const { account } = (await context.store.accounts.identify({ kind: 'login', value: login })) ?? {}
  return redemption(login, code, context)?.(account)
}

test('sending does the same to the store whether an address is known, unknown or shut out', async () => {
  const { context, during } = await bank()
  const sending = (email: string) => during(() => sendOneTimePassword(addressOf({ email }), context))

  const known = await sending('known@example.com')

  expect(known.length).toBeGreaterThan(8)
  for (const email of ['unknown@example.com', 'disabled@example.com']) expect(await sending(email)).toEqual(known)
  expect((await context.store.outbox.list()).map(({ recipient }) => recipient)).toEqual(['known@example.com'])
})

test('a wrong code does the same to the store whether or not one is on its way', async () => {
  const { context, during } = await bank()
  const guessing = (login: string) => during(() => redeem(login, '000000', context))

  const without = await guessing('known@example.com')
  await sendOneTimePassword(addressOf({ email: 'known@example.com' }), context)
  const pending = (await codeTo('known@example.com', context)) === '000000' ? [] : await guessing('known@example.com')

  expect(without.length).toBeGreaterThan(4)
  expect(pending).toEqual(without)
  expect(await guessing('nobody@example.com')).toEqual(without)
})

test('a code with leading zeros is six digits, and works as the text it is', async () => {
  const random: Random = (bytes) => (bytes === 4 ? Buffer.from([0, 0, 0, 123]) : randomBytes(bytes))
  const { context } = await bank({ random })
  await sendOneTimePassword(addressOf({ email: 'known@example.com' }), context)

  expect(await codeTo('known@example.com', context)).toBe('000123')
  expect(redemption('known@example.com', '123', context)).toBeUndefined()
  expect((await redeem('known@example.com', '000123', context))?.id).toBe('known')
})

test("a code that was not sent holds for nobody, even once the address is somebody's", async () => {
  const random: Random = (bytes) => (bytes === 4 ? Buffer.from([0, 0, 0, 123]) : randomBytes(bytes))
  const { context, store } = await bank({ random })
  await sendOneTimePassword(addressOf({ email: 'late@example.com' }), context)
  expect(await redeem('late@example.com', '000123', context)).toBeUndefined()

  const identities = [{ kind: 'login', value: 'late@example.com' }] as const
  await store.accounts.create({ email: 'late@example.com', name: '', role: '', password: undefined, identities })

  expect(await redeem('late@example.com', '000123', context)).toBeUndefined()
})

test('a name that is no address of the account gets no message', async () => {
  const { context, store } = await bank()
  await store.accounts.addIdentity('known', { kind: 'login', value: 'alias@example.com' })

  await sendOneTimePassword(addressOf({ email: 'alias@example.com' }), context)

  expect(await store.outbox.list()).toEqual([])
})

test.each([
  [{ email: 'New@Example.com' }, 'new@example.com', { email: 'New@Example.com', data: {} }],
  [{ phone: '+6421000000' }, '+6421000000', { email: '+6421000000@phone.invalid', data: { phone: '+6421000000' } }],
])('where new users are allowed, %j becomes an account by its first code', async (body, login, expected) => {
  const { context, store } = await bank({ allowNewUsers: true })
  const address = addressOf(body)
  await sendOneTimePassword(address, context)
  expect(await store.accounts.list()).toHaveLength(2)

  const account = await redeem(login, (await codeTo(address.written, context)) ?? '', context)

  expect(account).toMatchObject(expected)
  expect(await store.accounts.list()).toHaveLength(3)
})

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
import { addressOf, isPhone, placeholderFor } from './address.ts'
import { type CodeContext, type CodeRules, redemption, sendOneTimePassword } from './one-time-passwords.ts'

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

/** An API in a world of its own, with a user in use and one who is disabled. */
async function bank({ creates = false, random = randomBytes as Random } = {}) {
  const statements: string[] = []
  const rules: CodeRules = {
    digits: 6,
    tries: 5,
    isEnabled: () => true,
    creates: () => creates,
    lifetime: () => 600_000,
    newAccount: (address) => ({
      ...{ name: address, role: 'user', password: undefined, data: isPhone(address) ? { phone: address } : {} },
      email: isPhone(address) ? placeholderFor(address) : address,
      identities: [{ kind: 'login', value: address }],
    }),
  }
  const scope = { world: randomUUID(), api: 'bank', clock: () => 1_800_000_000_000, random, keys }
  const settings = { ...defaultLimits }
  const store = apiStore({ ...scope, database: recording(database, statements) }, settings)
  for (const name of ['known', 'disabled']) {
    const email = `${name}@example.com`
    const identities = [{ kind: 'login', value: email }] as const
    await store.accounts.create({ id: name, email, name, role: 'user', password: undefined, identities })
  }
  await store.accounts.setDisabled('disabled', true)
  const context: CodeContext = { store, settings, random, keys }
  const during = async (work: () => Promise<unknown>) => {
    statements.length = 0
    await work()
    return [...statements]
  }
  const sendTo = (...address: Parameters<typeof addressOf>) =>
    sendOneTimePassword(addressOf(...address), rules, context)
  const redeem = async (login: string, code: string): Promise<Account | undefined> => {
    const { account } = (await store.accounts.identify({ kind: 'login', value: login })) ?? {}
    return redemption(login, code, rules, context)?.(account)
  }
  return { context, store, during, rules, sendTo, redeem }
}

async function codeTo(recipient: string, { store }: CodeContext): Promise<string | undefined> {
  const message = (await store.outbox.list()).find((each) => each.recipient === recipient)
  return /[0-9]{6}/.exec(message?.body ?? '')?.[0]
}

test('sending does the same to the store whether an address is known, unknown or of a disabled account', async () => {
  const { context, during, sendTo } = await bank()
  const sending = (email: string) => during(() => sendTo('email', email))

  const known = await sending('known@example.com')

  expect(known.length).toBeGreaterThan(8)
  for (const email of ['unknown@example.com', 'disabled@example.com']) expect(await sending(email)).toEqual(known)
  expect((await context.store.outbox.list()).map(({ recipient }) => recipient)).toEqual(['known@example.com'])
})

test('a wrong code does the same to the store whether or not one is on its way', async () => {
  const { context, during, sendTo, redeem } = await bank()
  const guessing = (login: string) => during(() => redeem(login, '000000'))

  const without = await guessing('known@example.com')
  await sendTo('email', 'known@example.com')
  const pending = (await codeTo('known@example.com', context)) === '000000' ? [] : await guessing('known@example.com')

  expect(without.length).toBeGreaterThan(4)
  expect(pending).toEqual(without)
  expect(await guessing('nobody@example.com')).toEqual(without)
})

test('a code with leading zeros is six digits, and works as the text it is', async () => {
  const random: Random = (bytes) => (bytes === 4 ? Buffer.from([0, 0, 0, 123]) : randomBytes(bytes))
  const { context, rules, sendTo, redeem } = await bank({ random })
  await sendTo('email', 'known@example.com')

  expect(await codeTo('known@example.com', context)).toBe('000123')
  expect(redemption('known@example.com', '123', rules, context)).toBeUndefined()
  expect((await redeem('known@example.com', '000123'))?.id).toBe('known')
})

test("a code that was not sent holds for nobody, even once the address is somebody's", async () => {
  const random: Random = (bytes) => (bytes === 4 ? Buffer.from([0, 0, 0, 123]) : randomBytes(bytes))
  const { store, sendTo, redeem } = await bank({ random })
  await sendTo('email', 'late@example.com')
  expect(await redeem('late@example.com', '000123')).toBeUndefined()

  const identities = [{ kind: 'login', value: 'late@example.com' }] as const
  await store.accounts.create({ email: 'late@example.com', name: '', role: '', password: undefined, identities })

  expect(await redeem('late@example.com', '000123')).toBeUndefined()
})

test('a name that is no address of the account gets no message', async () => {
  const { store, sendTo } = await bank()
  await store.accounts.addIdentity('known', { kind: 'login', value: 'alias@example.com' })

  await sendTo('email', 'alias@example.com')

  expect(await store.outbox.list()).toEqual([])
})

test.each([
  ['email', 'New@Example.com', 'new@example.com', { email: 'New@Example.com', data: {} }],
  ['sms', '+6421000000', '+6421000000', { email: '+6421000000@phone.invalid', data: { phone: '+6421000000' } }],
] as const)(
  'where codes create accounts, %s to %s becomes an account by its first code',
  async (channel, written, login, expected) => {
    const { context, store, sendTo, redeem } = await bank({ creates: true })
    await sendTo(channel, written)
    expect(await store.accounts.list()).toHaveLength(2)

    const account = await redeem(login, (await codeTo(written, context)) ?? '')

    expect(account).toMatchObject(expected)
    expect(await store.accounts.list()).toHaveLength(3)
  },
)

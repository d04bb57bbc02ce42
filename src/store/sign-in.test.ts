import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cheapPasswords } from '../../test/passwords.ts'
import { hour, minute, second } from '../auth/clock.ts'
import { createKeyRing } from '../auth/key-ring.ts'
import { createPasswords, defaultPasswordCost } from '../auth/password.ts'
import { WorkQueue } from '../auth/work-queue.ts'
import type { Finding } from '../contract/finding.ts'
import { type ApiSettings, type ApiStore, apiStore, defaultLimits, type Limits } from './api-store.ts'
import { Hashing } from './hashing.ts'
import { openSqlite } from './open-sqlite.ts'
import { type SignedIn, type SignInAttempt, type SignInRefusal, signIn } from './sign-in.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const database = openSqlite(join(folder, 'data.db'))
const keys = createKeyRing(randomBytes(32), randomBytes)
const start = 1_800_000_000_000
const passwords = cheapPasswords
/** For what is about the work of a login. */
const costly = createPasswords(defaultPasswordCost, randomBytes)
let password: string
let samePassword: string
let otherPassword: string

beforeAll(async () => {
  password = await passwords.hash('correct-horse')
  samePassword = await passwords.hash('correct-horse')
  otherPassword = await passwords.hash('battery-staple')
})

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const patient = { slots: 2, waiting: 64, waitingPerKey: 64, longestWait: minute }

/** An API in a world of its own, whose one account is Ada, and the queue that passwords are hashed in. */
async function bank(limits: Partial<Limits> = {}) {
  const time = { now: start }
  const scope = { database, world: randomUUID(), api: 'bank', clock: () => time.now, random: randomBytes, keys }
  const store = apiStore(scope, { ...defaultLimits, ...limits })
  const account = await store.accounts.create({
    ...{ email: 'ada@example.com', name: 'Ada', role: 'user', password },
    identities: [{ kind: 'login', value: 'ada' }],
  })
  return {
    time,
    store,
    account,
    hashing: hashingOf(store, new WorkQueue(patient)),
  }
}

/** Hashing for one network address. */
function hashingOf(store: ApiStore, queue: WorkQueue, by = passwords, address = '10.0.0.1'): Hashing {
  return new Hashing({ store, settings: store.settings.current as ApiSettings, passwords: by, queue, address })
}

/** Whose login it is, or why it is none. */
function accountOf(login: SignedIn | SignInRefusal): unknown {
  return 'refusal' in login ? login : login.account
}

const right = { login: 'ada', password: 'correct-horse', address: '10.0.0.1' }
const wrong = { ...right, password: 'wrong' }
const subject = 'ada@example.com'

/** A wrong login, and what those who run the server are told of it. */
const wrongLogin = (finding: Finding) => ({ refusal: 'wrong-login', finding })
const wrongPassword: Finding = { is: 'wrong-password', subject }
const wrongName: Finding = { is: 'wrong-name' }
const disabledSince: Finding = { is: 'disabled', subject, since: start }
const notAdmitted: Finding = { is: 'not-activated', subject }
const changed: Finding = { is: 'changed', subject }

test('the right name and password give the account, without its hash', async () => {
  const { store, hashing, account } = await bank()

  expect(accountOf(await signIn({ store, hashing }, right))).toEqual(account)
  expect(accountOf(await signIn({ store, hashing }, { ...right, login: ' ADA ' }))).toEqual(account)
})

test.each<[string, SignInAttempt, Finding]>([
  ['an empty password', { ...right, password: '' }, wrongPassword],
  ['the name of an identity provider', { ...right, login: 'ada@example.com' }, wrongName],
])('%s is a wrong login', async (_, attempt, finding) => {
  const { store, hashing } = await bank()

  expect(await signIn({ store, hashing }, attempt)).toEqual(wrongLogin(finding))
})

test.each<[string, SignInAttempt, boolean, Finding]>([
  ['a wrong password', wrong, false, wrongPassword],
  ['a wrong password of a disabled account', wrong, true, wrongPassword],
  ['the name of nobody', { ...right, login: 'nobody' }, false, wrongName],
  ['a disabled account', right, true, disabledSince],
  ['an account that is not admitted', { ...right, admits: () => false }, false, notAdmitted],
])('%s is a wrong login, told apart for those who run the server alone', async (_, attempt, disabled, finding) => {
  const { store, hashing } = await bank()
  await store.accounts.setDisabled('1', disabled)

  expect(await signIn({ store, hashing }, attempt)).toEqual(wrongLogin(finding))
})

test('an account without a password cannot be signed in to', async () => {
  const { store, hashing } = await bank()
  await store.accounts.create({
    ...{ email: 'g@x', name: 'Grace', role: 'user', password: undefined },
    identities: [{ kind: 'login', value: 'grace' }],
  })

  expect(await signIn({ store, hashing }, { ...right, login: 'grace', password: '' })).toEqual(
    wrongLogin({ is: 'wrong-password', subject: 'g@x' }),
  )
})

test.each<[string, SignInAttempt, boolean, Finding]>([
  ['a wrong password', wrong, false, wrongPassword],
  ['an unknown name', { ...right, login: 'nobody' }, false, wrongName],
  ['a disabled account', right, true, disabledSince],
  ['an account that is not admitted', { ...right, admits: () => false }, false, notAdmitted],
])('%s is tried five times, then waits', async (_, attempt, disabled, finding) => {
  const { store, hashing } = await bank()
  await store.accounts.setDisabled('1', disabled)
  const outcomes: unknown[] = []

  for (let time = 0; time < 7; time++) outcomes.push(await signIn({ store, hashing }, attempt))

  expect(outcomes).toEqual([
    ...Array.from({ length: 5 }, () => wrongLogin(finding)),
    { refusal: 'throttled', retryAfter: 1 },
    { refusal: 'throttled', retryAfter: 1 },
  ])
})

test('while a login waits, the right password is refused too and nothing is hashed', async () => {
  const { store, hashing, account, time } = await bank()
  for (let count = 0; count < 5; count++) await signIn({ store, hashing }, wrong)

  const none = new WorkQueue({ slots: 0, waiting: 0, waitingPerKey: 0, longestWait: 0 })
  expect(await signIn({ store, hashing: hashingOf(store, none) }, right)).toEqual({
    refusal: 'throttled',
    retryAfter: 1,
  })

  time.now += second
  expect(accountOf(await signIn({ store, hashing }, right))).toEqual(account)
})

test('a success ends the row of failures', async () => {
  const { store, hashing, account } = await bank()
  for (const _ of [1, 2]) {
    for (let count = 0; count < 4; count++)
      expect(await signIn({ store, hashing }, wrong)).toEqual(wrongLogin(wrongPassword))
    expect(accountOf(await signIn({ store, hashing }, right))).toEqual(account)
  }
})

test('of a hundred simultaneous wrong logins no more are tried than the limit and the slots', async () => {
  const { store, hashing } = await bank()

  const outcomes = await Promise.all(Array.from({ length: 100 }, () => signIn({ store, hashing }, wrong)))

  const tried = outcomes.filter((outcome) => 'refusal' in outcome && outcome.refusal === 'wrong-login').length
  expect(tried).toBeGreaterThanOrEqual(5)
  expect(tried).toBeLessThanOrEqual(6)
  expect(outcomes.filter((outcome) => 'refusal' in outcome && outcome.refusal === 'unavailable')).toHaveLength(34)
})

test('a full queue is an unavailable service, and counts as no failure', async () => {
  const { store, hashing, account } = await bank()
  const full = new WorkQueue({ slots: 0, waiting: 0, waitingPerKey: 0, longestWait: 0 })

  for (let count = 0; count < 10; count++) {
    expect(await signIn({ store, hashing: hashingOf(store, full) }, wrong)).toEqual({
      refusal: 'unavailable',
      retryAfter: 1,
    })
  }

  expect(accountOf(await signIn({ store, hashing }, right))).toEqual(account)
})

test('the name of nobody costs the work of a wrong password', async () => {
  const { store } = await bank({ failuresPerLogin: 100, failuresPerAccount: 1_000, failuresPerAddress: 1_000 })
  await store.accounts.setPassword('1', await costly.hash('correct-horse'))
  const known = await processorTime(store, wrong)
  const unknown = await processorTime(store, { ...wrong, login: 'nobody' })
  await store.accounts.setDisabled('1', true)
  const disabled = await processorTime(store, right)

  for (const ratio of [unknown / known, disabled / known]) {
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  }
})

const spare = 'one-time'

/** Signs in as whoever is found with another word than the password. */
function withSpare(attempt: typeof right) {
  const asked: (string | undefined)[] = []
  const alternative: SignInAttempt['alternative'] = async (account) => {
    asked.push(account?.id)
    return attempt.password === spare ? account : undefined
  }
  return { asked, attempt: { ...attempt, alternative } }
}

test('an alternative signs in where the password does not, and counts as a success', async () => {
  const { store, hashing, account } = await bank()
  for (let count = 0; count < 4; count++) await signIn({ store, hashing }, wrong)

  expect(accountOf(await signIn({ store, hashing }, withSpare({ ...right, password: spare }).attempt))).toEqual(account)
  for (let count = 0; count < 4; count++)
    expect(await signIn({ store, hashing }, wrong)).toEqual(wrongLogin(wrongPassword))
  expect(accountOf(await signIn({ store, hashing }, right))).toEqual(account)
})

test('an alternative is told whose name was typed, if anybody has it, and only where the password is wrong', async () => {
  const { store, hashing } = await bank()
  const [known, unknown, good] = [withSpare(wrong), withSpare({ ...wrong, login: 'nobody' }), withSpare(right)]

  for (const { attempt } of [known, unknown, good]) await signIn({ store, hashing }, attempt)

  expect([known.asked, unknown.asked, good.asked]).toEqual([['1'], [undefined], []])
})

test.each<[string, SignInAttempt, boolean, boolean, Finding]>([
  ['a wrong alternative', wrong, false, true, wrongPassword],
  ['the alternative of a disabled account', { ...right, password: spare }, true, true, disabledSince],
  ['the alternative of an account that is not admitted', { ...right, password: spare }, false, false, notAdmitted],
])('%s is a wrong login, and a failure', async (_, given, disabled, admitted, finding) => {
  const { store, hashing } = await bank()
  await store.accounts.setDisabled('1', disabled)
  const attempt = { ...withSpare(given).attempt, admits: () => admitted }

  for (let count = 0; count < 5; count++) expect(await signIn({ store, hashing }, attempt)).toEqual(wrongLogin(finding))

  expect(await signIn({ store, hashing }, attempt)).toEqual({ refusal: 'throttled', retryAfter: 1 })
})

test('beside an alternative one password is hashed all the same', async () => {
  const { store } = await bank({ failuresPerLogin: 100, failuresPerAccount: 1_000, failuresPerAddress: 1_000 })
  await store.accounts.setPassword('1', await costly.hash('correct-horse'))
  const plain = await processorTime(store, wrong)
  const beside = await processorTime(store, withSpare({ ...right, password: spare }).attempt)

  expect(beside / plain).toBeGreaterThan(0.5)
  expect(beside / plain).toBeLessThan(2)
})

/** A login of Ada's whose password has held. */
async function verified() {
  const parts = await bank()
  const login = await signIn(parts, right)
  if ('refusal' in login) throw new TypeError('Ada was refused')
  return { ...parts, login }
}

test('a login is handed what it is for, with the account as it is then', async () => {
  const { store, account, login } = await verified()
  await store.accounts.setRoles('1', ['admin'])

  const issued = await login.commit(async ({ secrets }, { id, role }) => ({
    role,
    issued: await secrets.issue({ kind: 'session', subject: id }),
  }))

  expect(issued).toMatchObject({ role: 'admin', issued: { secret: { subject: account?.id } } })
})

test.each<[string, (store: ApiStore) => Promise<unknown>]>([
  ['the password was changed', ({ accounts }) => accounts.setPassword('1', otherPassword)],
  ['the password was set anew to the same', ({ accounts }) => accounts.setPassword('1', samePassword)],
  ['the account was disabled', ({ accounts }) => accounts.setDisabled('1', true)],
  ['the account was deleted', ({ accounts }) => accounts.remove('1')],
  ['another account has the name', replaced],
])('once %s, a login whose password held before is a wrong one, and a failure', async (_, change) => {
  const { store, hashing, login } = await verified()
  await change(store)

  expect(await login.commit(({ secrets }) => secrets.issue({ kind: 'session', subject: '1' }))).toEqual(
    wrongLogin(changed),
  )

  expect(await store.secrets.list('session', '1')).toEqual([])
  for (let count = 0; count < 4; count++) await signIn({ store, hashing }, wrong)
  expect(await signIn({ store, hashing }, wrong)).toEqual({ refusal: 'throttled', retryAfter: 1 })
})

async function replaced({ accounts }: ApiStore): Promise<void> {
  await accounts.remove('1')
  await accounts.create({
    ...{ email: 'ada@example.com', name: 'Ada', role: 'user', password },
    identities: [{ kind: 'login', value: 'ada' }],
  })
}

test("a login that the API's own rule admits no longer is a wrong one", async () => {
  const { store, hashing } = await bank()
  const admits: SignInAttempt['admits'] = ({ data }) => data.left !== true
  const login = await signIn({ store, hashing }, { ...right, admits })
  await store.accounts.setData('1', { left: true })

  expect('refusal' in login || (await login.commit(async () => ({})))).toEqual(wrongLogin(changed))
})

test('what fails while it is issued leaves nothing', async () => {
  const { store, login } = await verified()

  const issued = login.commit(async ({ secrets }) => {
    await secrets.issue({ kind: 'session', subject: '1' })
    throw new RangeError('too late')
  })

  await expect(issued).rejects.toThrow('too late')
  expect(await store.secrets.list('session', '1')).toEqual([])
})

/** Microseconds of work for one try, by the least of several. */
async function processorTime(store: ApiStore, attempt: SignInAttempt): Promise<number> {
  const hashing = hashingOf(store, new WorkQueue(patient), costly)
  const runs: number[] = []
  for (let run = 0; run < 8; run++) {
    const before = process.cpuUsage()
    await signIn({ store, hashing }, attempt)
    const { user, system } = process.cpuUsage(before)
    runs.push(user + system)
  }
  return Math.min(...runs)
}

test('so many passwords of one network address are hashed within an hour, and no more', async () => {
  const { store, hashing, account, time } = await bank({ passwordsPerAddress: 2 })
  const elsewhere = hashingOf(store, new WorkQueue(patient), passwords, '10.0.0.2')
  const refused = { refusal: 'throttled', retryAfter: 3_600 }

  for (let count = 0; count < 2; count++) expect(accountOf(await signIn({ store, hashing }, right))).toEqual(account)
  expect(await signIn({ store, hashing }, right)).toEqual(refused)
  expect(await hashing.run(async () => 'never run')).toEqual(refused)

  expect(accountOf(await signIn({ store, hashing: elsewhere }, right))).toEqual(account)
  time.now += hour
  expect(accountOf(await signIn({ store, hashing }, right))).toEqual(account)
})

test('what finds no room in the queue is not counted', async () => {
  const { store, hashing, account } = await bank({ passwordsPerAddress: 1 })
  const full = hashingOf(store, new WorkQueue({ slots: 0, waiting: 0, waitingPerKey: 0, longestWait: 0 }))

  expect(await full.run(async () => 'never run')).toEqual({ refusal: 'unavailable', retryAfter: 1 })

  expect(accountOf(await signIn({ store, hashing }, right))).toEqual(account)
})

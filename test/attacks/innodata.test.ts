import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { basicCredentials } from '../../src/conformance/request.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { countedPasswords } from '../passwords.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { ada, grace } from './logins.ts'
import { type Got, newPlace, type Place, stillPlace } from './place.ts'

/** The keys that the vendor's page prints. */
const pageKeys = {
  live: 'user-live-632a5a63-d6d6-4246-91ca-d546632698d3',
  test: 'user-test-29a846c5-f990-4fd1-b1c5-0a5f81f1b8a7',
}

const { passwords, count } = countedPasswords()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ passwords })
})

afterAll(async () => {
  await server.stop()
})

const base = '/innodata/v1.1'
const password = 'a-password-of-some-length'

interface User {
  readonly id: string
  readonly activated: boolean
  readonly api_keys: { readonly live: string; readonly test: string }
}

const responseOf = (got: Got) => (got.json as { response: User & { teams: { name: string }[] } }).response

function login(place: Place, email: string, secret = password, from?: string): Promise<Got> {
  const json = { authentication_method: 'password', username: email, password: secret }
  return place.send('POST', `${base}/users/login`, { json }, from)
}

function signUp(place: Place, email: string, more: object = {}): Promise<Got> {
  return place.send('POST', '/innodata/v1/users', { json: { name: 'Lin', email, password, ...more } })
}

async function linkOf(place: Place, email: string): Promise<string> {
  const message = await place.hooks('innodata').readMessage(email)
  return /https?:\S+/.exec(message)?.[0] ?? ''
}

async function activate(place: Place, email: string): Promise<Got> {
  const token = new URL(await linkOf(place, email)).searchParams.get('token') ?? ''
  return place.send('GET', `${base}/users/activate`, { query: { token } })
}

async function keysOf(place: Place, person: { email: string; password: string }): Promise<User['api_keys']> {
  return responseOf(await login(place, person.email, person.password)).api_keys
}

const me = (place: Place, key: string, secret = '') => place.send('GET', `${base}/users/me`, { basic: [key, secret] })

const makeTeam = (place: Place, key: string, name: string) =>
  place.send('POST', `${base}/teams`, { basic: [key, ''], json: { name } })

async function teamsOf(place: Place, key: string): Promise<string[]> {
  const got = await place.send('GET', `${base}/teams`, { basic: [key, ''] })
  return responseOf(got).teams.map(({ name }) => name)
}

/** All that a client sees of an answer, but for the time of day and what is random in every answer. */
function visible({ status, headers, text }: Got) {
  return {
    status,
    text: text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'uuid'),
    headers: headers.filter(([name]) => name !== 'Date'),
  }
}

test('AB13: live and test keys see none of each other, and no other spelling is a key', async () => {
  const place = newPlace(server)
  const { live, test: trial } = await keysOf(place, ada)
  expect((await makeTeam(place, live, 'Live')).status).toBe(201)
  expect((await makeTeam(place, trial, 'Test')).status).toBe(201)
  expect([await teamsOf(place, live), await teamsOf(place, trial)]).toEqual([['Live'], ['Test']])
  const id = live.slice('user-live-'.length)
  const others = [`user-test-${id}`, `user-live-${id.toUpperCase()}`, `USER-LIVE-${id}`, `user-live-{${id}}`, id]
  for (const key of others) expect([key, (await me(place, key)).status]).toEqual([key, 401])
})

test('AB14: the header that the prose of the page names opens nothing, beside a bad one neither', async () => {
  const place = newPlace(server)
  const { live } = await keysOf(place, ada)
  const good = ['Authentication', basicCredentials([live, ''])] as const
  const bad = ['Authorization', 'Basic eDp4'] as const
  for (const headers of [[good], [good, bad], [bad, good], [good, good]]) {
    const got = await place.send('GET', `${base}/users/me`, { headers })
    expect([got.status, got.header('www-authenticate')]).toEqual([401, 'Basic realm="api", charset="UTF-8"'])
  }
})

test('AB15: the password beside a key is empty or the key, to the letter', async () => {
  const place = newPlace(server)
  const { live, test: trial } = await keysOf(place, ada)
  for (const secret of ['', live]) expect((await me(place, live, secret)).status).toBe(200)
  for (const secret of ['x', trial, `${live} `, live.slice(0, -1), ada.password, '\u00e4'])
    expect([secret, (await me(place, live, secret)).status]).toEqual([secret, 401])
})

test('AB18: before the link was followed there is no key, and after it there is one pair', async () => {
  const place = newPlace(server)
  await signUp(place, 'lin@example.com')
  const before = responseOf(await login(place, 'lin@example.com'))
  expect([before.activated, before.api_keys]).toEqual([false, { live: null, test: null }])
  const { secrets } = (await server.store.world(place.world)).api('innodata')
  expect([await secrets.list('live-key', before.id), await secrets.list('test-key', before.id)]).toEqual([[], []])
  const after = responseOf(await activate(place, 'lin@example.com'))
  expect((await me(place, after.api_keys.live)).status).toBe(200)
})

test('AB18: of fifty who follow one link at once one is let in, and one pair of keys is made', async () => {
  const place = newPlace(server)
  const { id } = responseOf(await signUp(place, 'lin@example.com'))
  const found = await Promise.all(Array.from({ length: 50 }, () => activate(place, 'lin@example.com')))
  expect(found.map(({ status }) => status).toSorted()).toEqual([200, ...Array(49).fill(404)])
  const { secrets } = (await server.store.world(place.world)).api('innodata')
  expect((await secrets.list('live-key', id)).length + (await secrets.list('test-key', id)).length).toBe(2)
})

test('AB08: the link is made of the address that was asked, whatever a proxy is said to have been asked', async () => {
  // A page of another origin makes no world.
  const place = await stillPlace(server)
  const headers = [
    ['X-Forwarded-Host', 'evil.example'],
    ['Forwarded', 'host=evil.example'],
    ['Origin', 'https://evil.example'],
    ['Referer', 'https://evil.example/'],
  ] as const
  const json = { name: 'Lin', email: 'lin@example.com', password }
  // A foreign page makes no world.
  await place.control('GET', '/clock')
  await place.send('POST', '/innodata/v1/users', { json, headers })
  const link = await linkOf(place, 'lin@example.com')
  expect(link.slice(0, link.indexOf('?'))).toBe(
    `http://127.0.0.1:${place.port}${place.root}/innodata/v1.1/users/activate`,
  )
})

test('AB23: nothing that a sign-up says of itself beyond its form is listened to', async () => {
  const place = newPlace(server)
  const { accounts } = (await server.store.world(place.world)).api('innodata')
  const before = await accounts.list()
  const wishes = [
    { activated: true },
    { email_verified: true },
    { id: randomUUID() },
    { is_demo: true },
    { is_staff: true },
    { role: 'ADMIN' },
    { api_keys: pageKeys },
    { data: { activated: true } },
    { disabled: false },
  ]
  for (const wish of wishes) expect([wish, (await signUp(place, 'lin@example.com', wish)).status]).toEqual([wish, 400])
  expect(await accounts.list()).toEqual(before)
})

test('AB03: what is sent to a host that is not ours is refused in the envelope, and not run', async () => {
  const place = newPlace(server)
  const { live } = await keysOf(place, ada)
  const headers = [['Host', 'evil.example']] as const
  const json = { name: 'Crew' }
  const got = await place.send('POST', `${base}/teams`, { basic: [live, ''], json, headers })
  expect(got).toMatchObject({ status: 421, json: { success: false, status_code: 421, response: {} } })
  expect(await teamsOf(place, live)).toEqual([])
})

test('EN01: whatever a login is refused for, the answer is the same but for its tracking', async () => {
  const place = newPlace(server)
  const { createAccount, disableAccount } = place.hooks('innodata')
  for (const name of ['known', 'disabled']) await createAccount({ email: `${name}@example.com`, password })
  await disableAccount('disabled@example.com', true)
  await signUp(place, 'waiting@example.com')
  const wrong = visible(await login(place, 'known@example.com', 'a-password-of-same-size'))
  expect(wrong.status).toBe(401)
  const others = [
    await login(place, 'unknown@example.com'),
    await login(place, 'disabled@example.com'),
    await login(place, 'disabled@example.com', 'a-password-of-same-size'),
    await login(place, 'waiting@example.com', 'a-password-of-same-size'),
  ]
  for (const other of others) expect(visible(other)).toEqual(wrong)
})

test('EN05: signing up under a taken address is answered as under a free one, to the byte but for what is random', async () => {
  const place = newPlace(server)
  const free = visible(await signUp(place, 'new@example.com'))
  expect(free.status).toBe(201)
  await place.hooks('innodata').disableAccount(grace.email, true)
  const taken = [ada.email, ada.email.toUpperCase(), 'aDa@Example.com', grace.email, 'new@example.com']
  for (const email of taken) {
    const got = visible(await signUp(place, email))
    const { headers, text } = free
    const expected = text.replace('new@example.com', email)
    const length = String(Number(lengthOf(headers)) + email.length - 'new@example.com'.length)
    expect([got.status, got.text]).toEqual([201, expected])
    expect(got.headers).toEqual(headers.map(([name, value]) => [name, name === 'Content-Length' ? length : value]))
  }
})

function lengthOf(headers: Got['headers']): string {
  return headers.find(([name]) => name === 'Content-Length')?.[1] ?? ''
}

test('EN05: a sign-up under a taken address hashes one password, as a free one does, and an invalid one none', async () => {
  const place = newPlace(server)
  const hashedBy = async (email: string, fields = {}) => {
    const before = count()
    await signUp(place, email, fields)
    return count() - before
  }

  expect(await hashedBy('free@example.com')).toBe(1)
  expect(await hashedBy('me@example.com')).toBe(1)
  expect(await hashedBy('none@example.com', { password: 'short' })).toBe(0)
})

test('EN05: of thirty sign-ups under one address at once one makes a user, and all that are served are answered alike', async () => {
  const place = newPlace(server)
  const found = await Promise.all(Array.from({ length: 30 }, () => signUp(place, 'lin@example.com')))
  // Passwords are hashed in a bounded queue, which a slow machine does not get through in time.
  const served = found.filter(({ status }) => status !== 503).map(visible)
  expect(served[0]?.status).toBe(201)
  for (const answer of served) expect(answer).toEqual(served[0])
  const { accounts } = (await server.store.world(place.world)).api('innodata')
  expect((await accounts.list()).filter(({ email }) => email === 'lin@example.com')).toHaveLength(1)
  expect((await login(place, 'lin@example.com')).status).toBe(200)
})

test('TL05: keys have no end; ten years later they open, and are still shown', async () => {
  const place = newPlace(server)
  const keys = await keysOf(place, ada)
  await place.hooks('innodata').advanceClock(3_650 * 86_400)
  for (const key of [keys.live, keys.test]) expect((await me(place, key)).status).toBe(200)
  expect(await keysOf(place, ada)).toEqual(keys)
})

test('TL24, AB17: disabling ends both keys on the very next request', async () => {
  const place = newPlace(server)
  const { live, test: trial } = await keysOf(place, ada)
  await place.hooks('innodata').disableAccount(ada.email, true)
  expect([(await me(place, live)).status, (await me(place, trial)).status]).toEqual([401, 401])
  expect((await login(place, ada.email, ada.password)).status).toBe(401)
})

test('BF11: guessed keys are counted by where they come from, and stop nobody elsewhere', async () => {
  const place = newPlace(server)
  const { live } = await keysOf(place, ada)
  const ask = (key: string, from?: string) => place.send('GET', `${base}/users/me`, { basic: [key, ''] }, from)
  for (let guess = 0; guess < 100; guess++) expect((await ask(`user-live-${randomUUID()}`)).status).toBe(401)
  expect((await ask(live)).status).toBe(429)
  expect((await ask(live, '127.0.0.2')).status).toBe(200)
})

test('of twenty makers of one team at once one has it, and no user gets past the limit by haste', async () => {
  const place = newPlace(server)
  await place.hooks('innodata').changeSettings({ teamsPerUser: 3 })
  const [mine, others] = [await keysOf(place, ada), await keysOf(place, grace)]
  const same = await Promise.all(
    Array.from({ length: 20 }, (_, maker) => makeTeam(place, maker % 2 ? mine.live : others.live, 'Crew')),
  )
  expect(same.map(({ status }) => status).toSorted()).toEqual([201, ...Array(19).fill(409)])
  const many = await Promise.all(Array.from({ length: 20 }, (_, team) => makeTeam(place, mine.test, `Team ${team}`)))
  expect(many.filter(({ status }) => status === 201)).toHaveLength(3)
  expect(await teamsOf(place, mine.test)).toHaveLength(3)
})

test('test teams end with their day in UTC, to the millisecond, and are gone from the store at the next write', async () => {
  const place = newPlace(server)
  const { live, test: trial } = await keysOf(place, ada)
  await place.control('PATCH', '/clock', { now: '2026-03-01T23:59:59.998Z', frozen: true })
  for (const key of [live, trial]) await makeTeam(place, key, 'Crew')
  await place.hooks('innodata').advanceClock(0.001)
  expect(await teamsOf(place, trial)).toEqual(['Crew'])
  await place.hooks('innodata').advanceClock(0.001)
  expect([await teamsOf(place, trial), await teamsOf(place, live)]).toEqual([[], ['Crew']])
  const { resources } = (await server.store.world(place.world)).api('innodata')
  expect(await resources.list('test-team')).toHaveLength(1)
  expect((await makeTeam(place, trial, 'Crew')).status).toBe(201)
  expect(await resources.list('test-team')).toHaveLength(1)
})

test('a purge removes the test teams of the very day, and nothing else', async () => {
  const place = newPlace(server)
  const { live, test: trial } = await keysOf(place, ada)
  for (const key of [live, trial]) await makeTeam(place, key, 'Crew')
  await makeTeam(place, trial, 'Band')
  const [api] = await loadApis(['innodata'])
  const world = await server.store.world(place.world)
  const purge = () => api?.sandbox.purge?.({ store: world.api('innodata'), clock: world.clock })
  expect([await purge(), await purge()]).toEqual([2, 0])
  expect([await teamsOf(place, live), await teamsOf(place, trial)]).toEqual([['Crew'], []])
  expect((await me(place, trial)).status).toBe(200)
})

test('ST01: no key and no link stands in the files in plain, though every login shows the keys', async () => {
  const place = newPlace(server)
  await signUp(place, 'lin@example.com')
  const link = new URL(await linkOf(place, 'lin@example.com'))
  const { api_keys: made } = responseOf(await activate(place, 'lin@example.com'))
  const { live, test: trial } = await keysOf(place, ada)
  const token = link.searchParams.get('token') ?? ''
  const secrets = [made.live, made.test, live, trial, pageKeys.live, pageKeys.test, token]
  expect(secrets.every((secret) => secret.length > 40)).toBe(true)
  const files = readdirSync(server.folder).filter((name) => name.startsWith('data.db'))
  const bytes = files.map((name) => readFileSync(join(server.folder, name)))
  const stands = (text: string) =>
    (['utf8', 'utf16le', 'base64', 'base64url', 'hex'] as const).some((spelling) => {
      const spelt = spelling === 'utf16le' ? Buffer.from(text, spelling) : Buffer.from(text).toString(spelling)
      return bytes.some((file) => file.includes(spelt))
    })
  expect(stands('lin@example.com')).toBe(true)
  const ids = secrets.slice(0, -1).map((key) => key.slice('user-live-'.length))
  expect([...secrets, ...ids].filter(stands)).toEqual([])
})

test('ST01: a sealed key that is moved to another user opens nothing there', async () => {
  const place = newPlace(server)
  const [mine, others] = [responseOf(await login(place, ada.email, ada.password)), await keysOf(place, grace)]
  const { secrets, scope } = (await server.store.world(place.world)).api('innodata')
  const foreign = await secrets.find('live-key', others.live)
  const moved = await scope.database.run(
    `UPDATE secrets SET data = $1 WHERE world = $2 AND api = 'innodata' AND kind = 'live-key' AND subject = $3`,
    ...[JSON.stringify(foreign?.secret.data), place.world, mine.id],
  )
  expect(moved).toBe(1)
  const got = await login(place, ada.email, ada.password)
  expect(got.status).toBe(500)
  expect(got.text).not.toContain('user-')
})
